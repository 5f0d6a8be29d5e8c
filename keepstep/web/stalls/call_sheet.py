"""The call sheet: everything for own management's call to the client on one page, with what came of it (§5.3, §6)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import ladder, wording
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.notice import How
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.touchpoint import Form
from keepstep.outlet.delay_report import paper
from keepstep.round import case, push, run
from keepstep.round.case import Case
from keepstep.web import act
from keepstep.web.days import day_count
from keepstep.web.projects.asking import facts_of
from keepstep.web.projects.page import TONES
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

    def __init__(self, *args: Any, contacts: ContactQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


@seated
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = open_project_of(request, project_id), timezone.now()
    stall = case.of_project(request.desk, found.pk, account=found.account_id, at=at)
    balls = list(request.desk.balls().in_the_air().filter(project=found).select_related("person", "contact"))
    held = _awaited(balls, stall)
    contacts = request.desk.contacts().present().filter(account=found.account_id)
    whom = push.whom(held, list(contacts), audience=Audience.MANAGEMENT)
    said = push.words(facts_of(request, found, held, stall), rung=_rung(stall, held), contact=whom)
    form = CallForm(request.POST or None, contacts=contacts, initial={"contact": whom})
    if request.method == "GET" or not form.is_valid():
        context = _sheet(request, found, stall, balls, said, whom, at=at) | {"form": form, "people": contacts}
        return render(request, "web/stalls/call_sheet.html", context, status=422 if form.is_bound else 200)
    push.call(found, held, by=request.person, at=at, rung=stall.rung if stall else None, said=said, **form.cleaned_data)
    run.look_again(found.account_id, at=at)
    return act.done(request, _("Noted. If nothing moves, the call comes back."), back=reverse("today"))


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


def _sheet(
    request: StaffRequest, found: Project, stall: Case | None, balls: list[Ball], said: Wording, whom: Contact | None,
    *, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    desk = request.desk
    time = desk.time_of(found.account)
    days = day_count(time, time.local_day(at))
    report = paper.of(found, at=at)
    notices = desk.notices().filter(ball__project=found).order_by("-at")
    asked = notices.exclude(how=How.UPDATE).select_related("by", "contact")
    touches = desk.touchpoints().filter(account=found.account_id).exclude(form=Form.UPDATE).select_related("contact")
    return {
        "project": found,
        "account": found.account,
        "stall": stall,
        "whom": whom,
        "balls": [(one, TONES[Side(one.side)], days.since(time.local_day(one.since))) for one in balls],
        "said": said,
        "paper": report,
        "stalls": report.stalls[: -STALLS - 1 : -1],
        "asked": asked[:PUSHES],
        "in_updates": notices.filter(how=How.UPDATE).count(),
        "touches": touches[:TOUCHES],
        "milestones": desk.milestones().ahead().filter(project=found).prefetch_related("moves"),
        "today": time.local_day(at),
    }
