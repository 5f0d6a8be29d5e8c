"""What becomes of an invoice: issued, thrown away, cancelled, corrected by another."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import cancellation, drafting, issuing
from keepstep.domain.money.cancellation import NotToBeCancelled, NotToBeRestored
from keepstep.domain.money.invoice import AlreadyIssued
from keepstep.domain.money.invoice_line import as_wanted
from keepstep.domain.money.issuing import NotReady
from keepstep.web import act
from keepstep.web.invoices.forms import CancelForm
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, done, refused
from keepstep.web.seat import StaffRequest


@of_money
@require_POST
def issue(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    try:
        issuing.issue(found, by=request.person, at=timezone.now())
    except (AlreadyIssued, NotReady) as why:
        return refused(request, found, why)
    return done(request, found, _("Issued as No %(number)s.") % {"number": found.number})


@of_money
@require_POST
def throw_away(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    try:
        drafting.throw_away(found, at=timezone.now())
    except AlreadyIssued as why:
        return refused(request, found, why)
    return act.done(
        request, _("Thrown away."), back=reverse("invoices"), undo=reverse("invoice_take_up", args=[found.pk])
    )


@of_money
@require_POST
def take_up(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    drafting.take_up(found)
    return done(request, found, _("It is a draft again."))


@of_money
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    form = CancelForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        title = _("Cancel invoice %(number)s") % {"number": found.number}
        note = _("Its number stays with it, so that none is missing. Payments have to be taken off it first.")
        return act.sheet(request, form, title=title, submit=_("Cancel it"), back=address(found), note=note)
    try:
        cancellation.cancel(found, reason=form.cleaned_data["reason"], by=request.person, at=timezone.now())
    except NotToBeCancelled as why:
        return refused(request, found, why)
    return done(request, found, _("Cancelled."), undo=reverse("invoice_restore", args=[found.pk]))


@of_money
@require_POST
def restore(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    try:
        cancellation.restore(found, by=request.person, at=timezone.now())
    except NotToBeRestored as why:
        return refused(request, found, why)
    return done(request, found, _("Valid again."))


@of_money
@require_POST
def correct(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """A draft in its place; once issued, it cancels this one and takes its payments over."""
    found = invoice_of(request, invoice_id)
    if found.issued_at is None or found.cancelled_at:
        return refused(request, found, NotToBeCancelled(_("Only an issued invoice can be corrected.")))
    open_draft = request.desk.invoices().drafts().filter(corrects=found).first()
    made = open_draft or drafting.draft(
        found.account, entity=found.entity, payer=found.payer, lines=as_wanted(found), by=request.person,
        at=timezone.now(), language=found.language, days_to_pay=found.days_to_pay, basis=found.basis, note=found.note,
        corrects=found,
    )  # fmt: skip
    return act.gone_to(request, reverse("invoice_edit", args=[made.pk]))
