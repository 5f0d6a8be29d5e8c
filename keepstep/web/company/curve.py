"""The curve of survival as a chart, and what it says in words (§5.6)."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from keepstep.formulas.survival import Curve, Share
from keepstep.outlet.company import said
from keepstep.web.components.chart import Cell, Chart, Guide, Line, Look, Series, Tone

FURTHEST = 60
"""Months: beyond that few agencies have seen many clients."""
YEARS = (12, 24, 36)


class Alive(NamedTuple):
    after: str
    share: str
    bounds: str


def curve(found: Curve) -> Chart:
    months = range(min(int(found.longest), FURTHEST) + 1)
    return Chart(
        title=median(found),
        over=_("Months since the first payment"),
        series=(
            Series(_("still with us"), Look.STEP),
            Series(_("at least"), Look.STEP_DASHED, Tone.SOFT),
            Series(_("at most"), Look.STEP_DASHED, Tone.SOFT),
        ),
        lines=[Line(str(month), _cells(found.alive_at(month))) for month in months],
        unit="%",
        guides=(Guide(50, _("half")),),
        least=0,
        most=100,
    )


def _cells(found: Share | None) -> list[Cell]:
    parts = (found.value, found.low, found.high) if found else (None, None, None)
    return [Cell(None if part is None else round(100 * part, 1), said.share(part)) for part in parts]


def median(found: Curve) -> str:
    """The answer as a sentence: the median is either reached or not."""
    value, low, high = found.median
    if value is None:
        return _("More than half of the clients are still with us: the median is not reached")
    if low is not None and high is not None:
        return _("Half of the clients stay longer than %(months)s (between %(low)s and %(high)s)") % {
            "months": said.months(value), "low": round(low), "high": said.months(high),
        }  # fmt: skip
    return _("Half of the clients stay longer than %(months)s") % {"months": said.months(value)}


def alive(found: Curve) -> list[Alive]:
    return [_alive(said.months(year), found.alive_at(year)) for year in YEARS]


def _alive(after: str, share: Share | None) -> Alive:
    return Alive(after, said.share(share.value if share else None), said.bounds(share) if share else "")
