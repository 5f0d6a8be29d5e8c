"""What becomes of a lead: taken, attached to a client, rejected; and back again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import sorting
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sorting import SortedAlready
from keepstep.web import act
from keepstep.web.leads.forms import AttachForm, RejectForm
from keepstep.web.leads.views import address, done, lead_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def take(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    try:
        sorting.take(found, by=request.person, at=timezone.now())
    except SortedAlready as why:
        return refused(request, found, why)
    return done(request, found, _("Yours: answer it now."), undo=_undo(found))


@seated
@require_http_methods(["GET", "POST"])
def attach(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    form = AttachForm(request.POST or None, desk=request.desk, lead=found)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Whose lead is it?"), submit=_("Attach"), back=address(found), about=found.title
        )
    account = form.cleaned_data["account"]
    try:
        sorting.attach(found, account=account, by=request.person, at=timezone.now())
    except SortedAlready as why:
        return refused(request, found, why)
    return done(request, found, _("Attached to %(client)s.") % {"client": account.name}, undo=_undo(found))


@seated
@require_http_methods(["GET", "POST"])
def reject(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    form = RejectForm(request.POST if request.method == "POST" else None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Reject the lead"), submit=_("Reject"), back=address(found), about=found.title
        )
    try:
        sorting.reject(found, **form.cleaned_data, by=request.person, at=timezone.now())
    except SortedAlready as why:
        return refused(request, found, why)
    return done(request, found, _("Rejected."), undo=_undo(found))


@seated
@require_POST
def restore(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    try:
        sorting.restore(found, by=request.person, at=timezone.now())
    except SortedAlready as why:
        return refused(request, found, why)
    return done(request, found, _("It is as it was."))


def _undo(found: Lead) -> str:
    return reverse("lead_restore", args=[found.pk])
