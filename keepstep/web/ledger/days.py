"""The projects behind a figure of the ledger, those with the most such days first; each leads on to its days."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.delivery.ledger_figures import By, Figures, Most, figures
from keepstep.domain.delivery.ledger_scope import Period
from keepstep.formulas.ledger import Exposure
from keepstep.web import act, words
from keepstep.web.ledger import subject
from keepstep.web.ledger.asked import asked
from keepstep.web.projects import runs
from keepstep.web.seat import StaffRequest, seated

PAGE = 40
TITLES = {
    "exposure": (Most.EXPOSED, _("Days that count as ours")),
    "ours": (Most.OURS, _("Days that waited for us")),
    "concurrent": (Most.CONCURRENT, _("Days that waited for several sides")),
    "theirs": (Most.THEIRS, _("Days that waited for the client")),
    "covered": (Most.COVERED, _("The client’s days with a reminder")),
    "uncovered": (Most.UNCOVERED, _("The client’s days without a reminder")),
    "third": (Most.THIRD, _("Days that waited for a third party")),
    "free": (Most.FREE, pgettext_lazy("plural", "Free days")),
}


class Line(NamedTuple):
    href: str
    project: str
    client: str
    days: str


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, at, desk = asked(request.GET), timezone.now(), request.desk
    figure = request.GET.get("figure", "") if request.GET.get("figure") in TITLES else "exposure"
    most, title = TITLES[figure]
    days = wanted.period(desk.working_time.local_day(at))
    found = figures(
        wanted.portfolio(desk), by=By.PROJECT, at=at, period=days, most=most, limit=PAGE + 1, offset=wanted.place
    )
    counted = [(one, n) for one in found.rows if (n := _days(one.exposure, most))]
    following = wanted.address("ledger_days", figure=figure, place=wanted.place + PAGE)
    context = {
        "title": title,
        "about": subject.name(wanted, desk),
        "period": words.period(days.first, days.last),
        "figure": figure,
        "lines": _lines(request, counted[:PAGE], figure=figure, days=days),
        "next": following if len(counted) > PAGE else "",
    }
    return render(request, f"web/ledger/days.html{'#days' if act.is_fragment(request) else ''}", context)


def _days(exposure: Exposure, most: Most) -> int:
    return {
        Most.EXPOSED: exposure.exposed,
        Most.OURS: exposure.ours,
        Most.CONCURRENT: exposure.concurrent,
        Most.THEIRS: exposure.theirs,
        Most.COVERED: exposure.theirs_covered,
        Most.UNCOVERED: exposure.theirs_uncovered,
        Most.THIRD: exposure.third,
        Most.FREE: exposure.free,
    }[most]


def _lines(request: StaffRequest, counted: list[tuple[Figures, int]], *, figure: str, days: Period) -> list[Line]:
    keys = [one.key for one, _n in counted if one.key]
    named = request.desk.projects().filter(pk__in=keys).values_list("pk", "name", "account__name")
    names = {key: (name, client) for key, name, client in named}
    return [
        Line(runs.address(one.key, figure, days), *names[one.key], words.working_days(n))
        for one, n in counted
        if one.key in names
    ]
