"""Agree on a pause, call it off, take up the work again, and take that back."""

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery import pause
from keepstep.domain.delivery.pause import Overlaps, Pause
from keepstep.domain.delivery.project import Project
from keepstep.round import run
from keepstep.web import act, words
from keepstep.web.days import key_of
from keepstep.web.pauses.forms import PauseForm
from keepstep.web.pauses.rests import days_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.accounts().with_us().select_related("calendar"), pk=account_id)
    project, at = _project(request, found), timezone.now()
    hours = request.desk.time_of(found)
    form = PauseForm(
        request.POST or None,
        contacts=request.desk.contacts().present().filter(account=found),
        zone=hours.zone,
        today=hours.local_day(at),
    )
    if request.method == "POST" and form.is_valid():
        try:
            agreed = pause.agree(found, project=project, by=request.person, at=at, **form.facts())
        except Overlaps as why:
            form.add_error("since", f"{why} {words.period(*days_of(why.pause, hours.zone))}")
        else:
            said = _("Agreed: nothing is demanded of anybody while the work rests.")
            return _done(request, found, project, said, undo=reverse("pause_withdraw", args=[agreed.pk]))
    note = _("While the work rests nothing stalls, no update is due and no day counts. The client still gets answers.")
    return act.sheet(
        request, form, title=_("Pause by agreement"), submit=_("Let it rest"), back=_address(found, project),
        about=project.name if project else _("All projects of %(client)s") % {"client": found.name}, note=note,
    )  # fmt: skip


@seated
@require_POST
def resume(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    found, at = _pause(request, pause_id), timezone.now()
    if not pause.resume(found, by=request.person, at=at):
        why = _("The work goes on already.")
        return act.refused(request, why, back=_address(found.account, found.project))
    said = _("The work goes on; the next working day asks for it again.")
    undo = reverse("pause_rest_again", args=[found.pk])
    return _done(request, found.account, found.project, said, undo=undo)


@seated
@require_http_methods(["GET", "POST"])
def call_off(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    found, at = _pause(request, pause_id), timezone.now()
    back = _address(found.account, found.project)
    if request.method == "GET":
        zone = request.desk.time_of(found.account).zone
        return act.sheet(
            request, Form(), title=_("Call the pause off"), submit=_("Call it off"), back=back,
            about=words.period(*days_of(found, zone)), note=_("The work then goes on as if it had never been agreed."),
        )  # fmt: skip
    if not pause.call_off(found, at=at):
        return act.refused(request, _("It has begun already: take up the work instead."), back=back)
    return _done(request, found.account, found.project, _("Called off."))


@seated
@require_POST
def withdraw(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    found = _pause(request, pause_id)
    try:
        pause.withdraw(found, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=_address(found.account, found.project))
    return _done(request, found.account, found.project, _("Taken back: nothing was agreed."))


@seated
@require_POST
def rest_again(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    found = _pause(request, pause_id)
    try:
        pause.rest_again(found, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=_address(found.account, found.project))
    return _done(request, found.account, found.project, _("The work rests as agreed."))


def _project(request: StaffRequest, account: Account) -> Project | None:
    """The project that is to rest; without one the whole client."""
    key = key_of(request.GET.get("project", ""))
    return get_object_or_404(request.desk.projects().open().filter(account=account), pk=key) if key else None


def _pause(request: StaffRequest, pause_id: UUID) -> Pause:
    found: Pause = get_object_or_404(request.desk.pauses().select_related("account__calendar", "project"), pk=pause_id)
    return found


def _address(account: Account, project: Project | None) -> str:
    return reverse("project", args=[project.pk]) if project else reverse("account", args=[account.pk])


def _done(
    request: StaffRequest, account: Account, project: Project | None, said: act.Words, *, undo: str = ""
) -> HttpResponse:
    run.look_again(account.pk, at=timezone.now())
    return act.done(request, said, back=_address(account, project), undo=undo)
