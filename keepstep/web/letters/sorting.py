"""Whose letter it is, as a person knows it: a client's, nobody's; and back again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.talk import incoming
from keepstep.intake.mail import sorting
from keepstep.intake.mail.sorting import AnsweredAlready, SortedAlready
from keepstep.web import act
from keepstep.web.letters.forms import LeadForm, WhoseForm
from keepstep.web.letters.views import letter_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def attach(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    found, back = letter_of(request, letter_id), reverse("letters")
    form = WhoseForm(request.POST or None, desk=request.desk, letter=found)
    if request.method == "GET" or not form.is_valid():
        about = f"{found.sender_name} <{found.sender}>" if found.sender_name else found.sender
        return act.sheet(
            request, form, title=_("Whose letter is it?"), submit=_("It is theirs"), back=back, about=about
        )
    try:
        sorting.attach(found, **form.chosen, by=request.person, at=timezone.now())
    except SortedAlready as why:
        return act.refused(request, why, back=back)
    said = _("On the page of %(client)s, waiting for an answer.") % {"client": form.chosen["account"].name}
    return act.done(request, said, back=back, undo=reverse("letter_detach", args=[found.pk]))


@seated
@require_http_methods(["GET", "POST"])
def make_lead(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    found, back = letter_of(request, letter_id), reverse("letters")
    form = LeadForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Make it a lead"), submit=_("It is a lead"), back=back, about=found.sender,
            note=_("The letter becomes what the lead wrote; of a lead whom we know by this address, another word."),
        )  # fmt: skip
    try:
        made = sorting.make_lead(found, source=form.cleaned_data["source"], by=request.person, at=timezone.now())
    except SortedAlready as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Among the leads: %(lead)s.") % {"lead": made.title}, back=back)


@seated
@require_POST
def detach(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    try:
        sorting.detach(letter_of(request, letter_id), at=timezone.now())
    except (AnsweredAlready, SortedAlready) as why:
        return act.refused(request, why, back=reverse("letters"))
    return act.done(request, _("It waits to be sorted again."), back=reverse("letters"))


@seated
@require_POST
def ignore(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    found, back = letter_of(request, letter_id), reverse("letters")
    if not incoming.ignore(found, by=request.person, at=timezone.now()):
        return act.refused(request, SortedAlready(), back=back)
    return act.done(request, _("Put aside."), back=back, undo=reverse("letter_restore", args=[found.pk]))


@seated
@require_POST
def restore(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    if not incoming.restore(letter_of(request, letter_id)):
        return act.refused(request, SortedAlready(), back=reverse("letters"))
    return act.done(request, _("It waits to be sorted again."), back=reverse("letters"))
