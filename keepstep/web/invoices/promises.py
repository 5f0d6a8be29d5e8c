"""What the client said about when they pay."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import payment_promise
from keepstep.domain.money.payment_promise import NotOwed
from keepstep.web import act
from keepstep.web.invoices.forms import PromiseForm
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, done, refused
from keepstep.web.seat import StaffRequest


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found, at = invoice_of(request, invoice_id), timezone.now()
    form = PromiseForm(request.POST or None, today=request.desk.working_time.local_day(at))
    if request.method == "GET" or not form.is_valid():
        note = _("Until that day nobody is asked to remind them.")
        title = _("When they pay invoice %(number)s") % {"number": found.number}
        return act.sheet(request, form, title=title, submit=_("Note it"), back=address(found), note=note)
    try:
        made = payment_promise.note(found, **form.cleaned_data, by=request.person, at=at)
    except NotOwed as why:
        return refused(request, found, why)
    return done(request, found, _("Noted."), undo=reverse("promise_withdraw", args=[made.pk]))


@of_money
@require_POST
def withdraw(request: StaffRequest, promise_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.promises().select_related("invoice"), pk=promise_id)
    payment_promise.withdraw(known, at=timezone.now())
    return done(request, known.invoice, _("No promise is noted any more."))
