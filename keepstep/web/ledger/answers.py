"""The balls behind a reaction time, those that took the longest first."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger_answers import Answered, answers
from keepstep.web import act, words
from keepstep.web.addresses import address
from keepstep.web.ledger import subject
from keepstep.web.ledger.asked import asked
from keepstep.web.seat import StaffRequest, seated

PAGE = 40
TITLES = {Side.US: _("How quickly we answered"), Side.CLIENT: _("How quickly the client answered")}


class Line(NamedTuple):
    href: str
    project: str
    client: str
    awaited: str
    holder: str
    span: str
    took: str


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, at, desk = asked(request.GET), timezone.now(), request.desk
    side = Side.CLIENT if request.GET.get("side") == Side.CLIENT else Side.US
    days = wanted.period(desk.working_time.local_day(at))
    about = subject.name(wanted, desk)
    found = answers(wanted.portfolio(desk), side=side, at=at, period=days, limit=PAGE + 1, offset=wanted.place)
    following = wanted.address("ledger_answers", side=side.value, place=wanted.place + PAGE)
    context = {
        "title": TITLES[side],
        "about": about,
        "period": words.period(days.first, days.last),
        "tone": {Side.US: "ours", Side.CLIENT: "theirs"}[side],
        "lines": _lines(found[:PAGE], desk),
        "next": following if len(found) > PAGE else "",
    }
    return render(request, f"web/ledger/answers.html{'#answers' if act.is_fragment(request) else ''}", context)


def _lines(found: list[Answered], desk: Desk) -> list[Line]:
    balls = desk.balls().select_related("project__account").with_hands().in_bulk([one.ball for one in found])
    return [
        Line(
            href=address("project", one.project),
            project=ball.project.name,
            client=ball.project.account.name,
            awaited=ball.awaited,
            holder=ball.holder,
            span=f"{_moment(one.since)} – {_moment(one.passed_at)}",
            took=words.worked(one.took),
        )
        for one in found
        if (ball := balls.get(one.ball))
    ]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
