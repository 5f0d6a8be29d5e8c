"""Growth in step in words and as charts (§5.6)."""

from collections.abc import Sequence
from math import exp

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.money.growth_answer import ZONES
from keepstep.domain.money.in_step import Pace
from keepstep.formulas.in_step import BOUND, Gap, InStep, Zone
from keepstep.web.addresses import address
from keepstep.web.components.chart import Cell, Chart, Group, Guide, Line, Look, Map, Point, Series, Shape, Tone

SHAPES = {
    Zone.IN_STEP: (Shape.CIRCLE, Tone.GOOD),
    Zone.CLIENT_OUTGROWS: (Shape.TRIANGLE, Tone.THEIRS),
    Zone.WE_OUTGROW: (Shape.DIAMOND, Tone.OURS),
}


def grown(logarithm: float) -> str:
    """A growth as people say it: +12 %."""
    return f"{percent(logarithm):+.0f}\N{NO-BREAK SPACE}%".replace("-", "\N{MINUS SIGN}")


def percent(logarithm: float) -> float:
    return (exp(logarithm) - 1) * 100


def verdict(gap: Gap) -> str:
    facts = {"theirs": grown(gap.theirs), "ours": grown(gap.ours)}
    if gap.zone == Zone.CLIENT_OUTGROWS:
        return _("The client outgrows us: its size %(theirs)s, our income %(ours)s") % facts
    if gap.zone == Zone.WE_OUTGROW:
        return _("We outgrow the client: its size %(theirs)s, our income %(ours)s") % facts
    return _("We grow in step: the client's size %(theirs)s, our income %(ours)s") % facts


def chart(found: InStep) -> Chart:
    return Chart(
        title=verdict(found.gap),
        over=_("Twelve months up to"),
        series=[
            Series(_("Our income"), Look.LINE, Tone.OURS),
            Series(_("The client's size"), Look.DASHED, Tone.THEIRS),
        ],
        lines=[Line(date_format(one.month, "F Y"), [_cell(one.ours), _cell(one.theirs)]) for one in found.points],
        guides=[Guide(100, _("where both began"))],
    )


def map_of(paces: Sequence[Pace], *, most: int | None = None) -> Map:
    """Clients by their own growth across, and by how far we are ahead of them upwards; of more than `most` those
    furthest from us."""
    known = [(one, one.found.gap) for one in paces if one.found]
    drawn = known
    if most and len(known) > most:
        drawn = sorted(known, key=lambda pair: -abs(pair[1].value))[:most]
    zones = list(Zone)
    return Map(
        title=_title([gap for _one, gap in known]),
        over=_("Client"),
        x=_("Growth of the client"),
        y=_("Our growth beside it"),
        groups=[Group(str(ZONES[zone]), *SHAPES[zone]) for zone in zones],
        points=[
            Point(
                one.account.name,
                Cell(percent(gap.theirs), grown(gap.theirs)),
                Cell(percent(gap.value), grown(gap.value)),
                zones.index(gap.zone),
                address("account_growth", one.account.pk),
            )
            for one, gap in drawn
        ],
        x_unit="%",
        unit="%",
        guides=[
            Guide(percent(BOUND), _("above: we outgrow it")), Guide(percent(-BOUND), _("below: it outgrows us")),
        ],
    )  # fmt: skip


def _title(gaps: Sequence[Gap]) -> str:
    n = sum(gap.zone == Zone.IN_STEP for gap in gaps)
    return _("%(n)s of %(all)s clients grow in step with us") % {"n": n, "all": len(gaps)}


def _cell(value: float) -> Cell:
    return Cell(value, floatformat(value, 0))
