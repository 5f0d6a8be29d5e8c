"""Payments by hand: what came for an invoice, and what was laid wrong."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import allocation
from keepstep.domain.money.allocation import NotToBePaid
from keepstep.domain.money.invoice import Invoice
from keepstep.web import act
from keepstep.web.invoices.forms import PaymentForm
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, done, refused
from keepstep.web.seat import StaffRequest


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found, at = invoice_of(request, invoice_id), timezone.now()
    day = request.desk.working_time.local_day(at)
    of_client = request.desk.invoices().unpaid().filter(account=found.account, entity=found.entity)
    form = PaymentForm(
        request.POST or None, others=of_client.exclude(pk=found.pk).order_by("due", "pk"), day=day,
        initial={"amount": f"{found.owed:f}", "paid_on": day},
    )  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        title = _("A payment for invoice %(number)s") % {"number": found.number}
        return act.sheet(request, form, title=title, submit=_("Record"), back=address(found), about=found.account)
    said = dict(form.cleaned_data)
    invoices = [found, *said.pop("others", ())]
    try:
        made = allocation.receive(invoices, **said, by=request.person, at=at)
    except NotToBePaid as why:
        return refused(request, found, why)
    return done(request, found, _("Recorded."), undo=reverse("payment_take_back", args=[made.pk]))


@of_money
@require_POST
def use(request: StaffRequest, invoice_id: UUID, payment_id: UUID) -> HttpResponse:
    """What is left of a payment pays this invoice, as far as it goes."""
    found = invoice_of(request, invoice_id)
    payment = get_object_or_404(request.desk.payments(), pk=payment_id)
    try:
        laid = allocation.allocate(
            payment, found, amount=min(payment.rest, found.owed), by=request.person, at=timezone.now()
        )
    except NotToBePaid as why:
        return refused(request, found, why)
    return done(request, found, _("Paid from the advance."), undo=reverse("allocation_undo", args=[laid.pk]))


@of_money
@require_POST
def undo(request: StaffRequest, allocation_id: UUID) -> HttpResponse:
    laid = get_object_or_404(request.desk.allocations().select_related("invoice"), pk=allocation_id)
    allocation.undo(laid, by=request.person, at=timezone.now())
    return done(request, laid.invoice, _("Taken off this invoice; the money waits as the client’s advance."))


@of_money
@require_POST
def take_back(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    payment = get_object_or_404(request.desk.payments(), pk=payment_id)
    first: Invoice | None = request.desk.invoices().filter(allocations__payment=payment).first()
    allocation.take_back(payment, by=request.person, at=timezone.now())
    said = _("Taken back: this payment was none.")
    return done(request, first, said) if first else act.done(request, said, back=reverse("invoices"))
