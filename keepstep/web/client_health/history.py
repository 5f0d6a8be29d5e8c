"""The history of a client's health: a chart whose title says how it went, and its parts week by week."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.agency.health_weights import PARTS
from keepstep.formulas.health import AMBER, GREEN
from keepstep.round.health_history import HealthDay
from keepstep.web.client_health.parts import TITLES
from keepstep.web.components.chart import Cell, Chart, Guide, Line, Series

LEAST, CHANGE = 2, 5


class Weeks(NamedTuple):
    """The parts that were known at all, and a row for the last day of each week, the newest first."""

    titles: list[str]
    rows: list[tuple[str, int, list[str]]]


def chart(days: Sequence[HealthDay]) -> Chart | None:
    """From the oldest to the newest; None while there is nothing to compare."""
    if len(days) < LEAST:
        return None
    return Chart(
        title=_title(days),
        over=_("Day"),
        series=[Series(_("Health"))],
        lines=[Line(date_format(one.day, "MONTH_DAY_FORMAT"), [Cell(one.score, str(one.score))]) for one in days],
        guides=[Guide(GREEN, _("green from %(n)s") % {"n": GREEN}), Guide(AMBER, _("red below %(n)s") % {"n": AMBER})],
        least=0,
        most=100,
    )


def weeks(days: Sequence[HealthDay]) -> Weeks:
    known = [name for name in PARTS if any(getattr(one, name) is not None for one in days)]
    last = {one.day.isocalendar()[:2]: one for one in days}
    rows = [
        (date_format(one.day, "j E"), one.score, [_part(getattr(one, name)) for name in known])
        for one in reversed(last.values())
    ]
    return Weeks([str(TITLES[name]) for name in known], rows)


def _part(value: int | None) -> str:
    return "–" if value is None else str(value)


def _title(days: Sequence[HealthDay]) -> str:
    first, last = days[0], days[-1]
    facts = {"before": first.score, "now": last.score, "day": date_format(first.day, "j E")}
    if last.score - first.score >= CHANGE:
        return _("Health has risen from %(before)s to %(now)s since %(day)s") % facts
    if first.score - last.score >= CHANGE:
        return _("Health has fallen from %(before)s to %(now)s since %(day)s") % facts
    return _("Health is about what it was on %(day)s: %(before)s then, %(now)s now") % facts
