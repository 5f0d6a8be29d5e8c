"""A letter to a lead, or of a deal, is taken back in time; or a person knows what became of it."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import letter_fate, sales_letter
from keepstep.domain.sales.sales_letter import WHOSE, SalesLetter
from keepstep.domain.talk.sending import TooLate
from keepstep.outlet import jobs
from keepstep.round import run
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def withdraw(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    back = _back(known)
    try:
        sales_letter.withdraw(known, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: nothing was sent."), back=back)


@seated
@require_POST
def again(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    if letter_fate.again(known, at=timezone.now()):
        jobs.send_sales_letter_soon(known)
    return act.done(request, _("On its way once more."), back=_back(known))


@seated
@require_POST
def arrived(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    letter_fate.arrived(known, at=timezone.now())
    run.look_again_after(known, at=timezone.now())
    return act.done(request, _("Good: it counts as delivered."), back=_back(known))


class GiveUpForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=500)


@seated
@require_http_methods(["GET", "POST"])
def give_up(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """It did not arrive, and nothing is to be done about it."""
    known, back = _letter(request, letter_id), reverse("today")
    form = GiveUpForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        said = _("To %(name)s: %(subject)s") % {"name": known.to, "subject": known.called}
        title, submit = _("Leave it at that"), _("Take it off the list")
        return act.sheet(request, form, title=title, submit=submit, back=back, about=said)
    letter_fate.give_up(known, reason=form.cleaned_data["reason"], by=request.person, at=timezone.now())
    return act.done(request, _("Left at that; the reason stands with the letter."), back=back)


def _letter(request: StaffRequest, letter_id: UUID) -> SalesLetter:
    with_names = request.desk.sales_letters().select_related(*WHOSE, "proposal", "brief", "touchpoint")
    return get_object_or_404(with_names, pk=letter_id)


def _back(known: SalesLetter) -> str:
    """The page it was written from."""
    if known.proposal_id:
        return reverse("proposal", args=[known.proposal_id])
    if known.brief_id:
        return reverse("brief", args=[known.brief_id])
    return reverse("deal", args=[known.deal_id]) if known.deal_id else reverse("lead", args=[known.lead_id])
