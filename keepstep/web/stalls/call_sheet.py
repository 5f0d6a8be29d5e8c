"""The call sheet: everything for own management's call to the client on one page, with what came of it (§5.3, §6)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency import ladder, wording
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.notice import How
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.touchpoint import Form
from keepstep.outlet.delay_report import paper
from keepstep.round import case, push, run
from keepstep.round.case import Case
from keepstep.web import act
from keepstep.web.days import day_count
from keepstep.web.projects.ball_list import TONES
from keepstep.web.projects.views import open_project_of
from keepstep.web.seat import StaffRequest, seated

STALLS, PUSHES, TOUCHES = 3, 8, 5


class CallForm(forms.Form):
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Who was on the telephone"), queryset=None, required=False, empty_label=_("somebody there")
    )
    outcome = forms.CharField(
        label=_("What came of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is in the way, what was agreed, and by what day. Nobody answered? It stays on Today."),
        error_messages={"required": _("Say what the call came to: until then the rung stays.")},
    )  # fmt: skip

    def __init__(self, *args: Any, contacts: ContactQuerySet, known: list[Contact], **options: Any) -> None:
        """`known` are the contacts, which have been read already."""
        super().__init__(*args, **options)
        field: Any = self.fields["contact"]
        field.queryset = contacts
        field.choices = [("", field.empty_label), *((one.pk, one.name) for one in known)]


@seated
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = open_project_of(request, project_id), timezone.now()
    stall = case.of_project(request.desk, found.pk, account=found.account_id, at=at)
    balls = list(request.desk.balls().in_the_air().filter(project=found).with_hands())
    held = _awaited(balls, stall)
    contacts = request.desk.contacts().present().filter(account=found.account_id)
    people = list(contacts)
    whom = push.whom(held, people, audience=Audience.MANAGEMENT)
    milestones = list(request.desk.milestones().ahead().filter(project=found).with_moves())
    sheet = Sheet(found, stall, balls, milestones, at=at)
    said = push.words(sheet.facts(request, held), rung=_rung(stall, held), contact=whom)
    form = CallForm(request.POST or None, contacts=contacts, known=people, initial={"contact": whom})
    if request.method == "GET" or not form.is_valid():
        shown = sheet.shown(request) | {"said": said, "form": form, "people": people, "whom": whom}
        return render(request, "web/stalls/call_sheet.html", shown, status=422 if form.is_bound else 200)
    push.call(found, held, by=request.person, at=at, rung=stall.rung if stall else None, said=said, **form.cleaned_data)
    run.look_again(found.account_id, at=at)
    return act.done(request, _("Noted. If nothing moves, the call comes back."), back=reverse("today"))


@seated
@require_GET
def history(request: StaffRequest, project_id: UUID) -> HttpResponse:
    """The ledger and the stalls of the past, as the client's report has them; the sheet asks for them by itself."""
    found = get_object_or_404(request.desk.projects().select_related("account__calendar", "agency"), pk=project_id)
    report = paper.of(found, at=timezone.now())
    context = {"project": found, "paper": report, "stalls": report.stalls[: -STALLS - 1 : -1]}
    return render(request, "web/stalls/call_history.html", context)


def _rung(stall: Case | None, held: Ball | None) -> Rung:
    """Own management's rung of the case's ladder, which may not have come yet; about what is ours nothing is asked."""
    if held is None or held.side == Side.US:
        return Rung(audience=Audience.MANAGEMENT, words=wording.OURS)
    climbed = ladder.in_force(stall.since) if stall else ladder.with_rungs()[0]
    ours = (one for one in climbed.rungs.all() if one.audience == Audience.MANAGEMENT)
    return next(ours, Rung(audience=Audience.MANAGEMENT))


def _awaited(balls: list[Ball], stall: Case | None) -> Ball | None:
    """The ball the case is about, else the eldest that is not ours."""
    named = [one for one in balls if stall and one.pk == stall.ball]
    return next(iter([*named, *(one for one in balls if one.side != Side.US), *balls]), None)


class Sheet:
    """What stands on the sheet, read once."""

    def __init__(
        self, project: Project, stall: Case | None, balls: list[Ball], milestones: list[Milestone], *, at: datetime
    ) -> None:
        self.project, self.stall, self.balls, self.milestones, self.at = project, stall, balls, milestones, at

    def facts(self, request: StaffRequest, held: Ball | None) -> push.Facts:
        time = request.desk.time_of(self.project.account)
        today = time.local_day(self.at)
        return push.Facts(
            project=self.project,
            ball=held,
            days=self.stall.days if self.stall else 0,
            sender=request.person,
            milestone=next((date for date in self.milestones if date.due >= today), None),
            time=time,
        )

    def shown(self, request: StaffRequest) -> dict[str, Any]:
        desk, account = request.desk, self.project.account
        time = desk.time_of(account)
        days = day_count(time, time.local_day(self.at))
        asked = desk.notices().filter(ball__project=self.project).exclude(how=How.UPDATE).order_by("-at")
        touches = desk.touchpoints().filter(account=account).exclude(form=Form.UPDATE)
        return {
            "project": self.project,
            "account": account,
            "stall": self.stall,
            "balls": [(one, TONES[Side(one.side)], days.since(time.local_day(one.since))) for one in self.balls],
            "asked": asked.select_related("by", "contact")[:PUSHES],
            "touches": touches.select_related("contact")[:TOUCHES],
            "milestones": [(date, _moves(date)) for date in self.milestones],
            "today": time.local_day(self.at),
        }


def _moves(promised: Milestone) -> list[tuple[date, str]]:
    moved: list[dict[str, str]] = promised.moved  # type: ignore[attr-defined]  # of with_moves
    return [(date.fromisoformat(move["was"]), move["reason"]) for move in moved]
