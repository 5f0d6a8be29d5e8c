"""The company's figures over time, and its clients on a map; each point opens the rows behind it."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from keepstep.formulas.ledger import Exposure
from keepstep.formulas.month import last_day
from keepstep.outlet.company import said
from keepstep.outlet.company.figures import Figures
from keepstep.web.components.chart import Cell, Chart, Line, Look, Map, Series, Tone
from keepstep.web.growth import words

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
MOST_POINTS = 400


def income(found: Figures) -> Chart | None:
    if not any(found.income.values()):
        return None
    growth = found.staying.growth
    return Chart(
        title=_("Income of three months: %(change)s in a year") % {"change": said.change(growth)}
        if growth is not None
        else _("Income by month; a year is not seen yet"),
        over=_("Month"),
        series=(Series(_("paid"), Look.BAR),),
        lines=[
            Line(said.month(month), [Cell(float(amount), said.money(amount, found.currency))], _of("plan", month=month))
            for month, amount in found.income.items()
        ],
        unit=found.currency,
        least=0,
    )


def order(found: Figures) -> Chart | None:
    """By week, what of the due days was kept."""
    if len(found.weeks) < 2:
        return None
    return Chart(
        title=_("In four weeks clients heard from us on %(share)s of their days")
        % {"share": said.share(found.order.share)},
        over=_("Week from"),
        series=(Series(_("kept"), Look.LINE, Tone.ACCENT),),
        lines=[
            Line(
                date_format(week, "MONTH_DAY_FORMAT"),
                [Cell(_percent(counted.share), f"{counted.n} / {counted.whole}")],
                _of("order", until=week + WEEK - DAY),
            )
            for week, counted in found.weeks.items()
        ],
        unit="%",
        least=0,
        most=100,
    )  # fmt: skip


def exposure(found: Figures) -> Chart | None:
    """By month, what of the days of all projects can fairly be laid at our door."""
    if len(found.exposures) < 2:
        return None
    return Chart(
        title=_exposed(found.exposures),
        over=_("Month"),
        series=(Series(_("our share of the delay"), Look.LINE, Tone.OURS),),
        lines=[
            Line(said.month(month), [_exposure(one)], _ledger(month)) for month, one in sorted(found.exposures.items())
        ],
        unit="%",
        least=0,
        most=100,
    )  # fmt: skip


def _exposed(known: dict[date, Exposure]) -> str:
    """The two last full months beside each other; the present one is not over."""
    *_rest, last, _now = sorted(known)
    shares = {month: one.value or 0.0 for month, one in known.items()}
    before = [shares[month] for month in sorted(known)[:-2]]
    share = said.share(shares[last] / 100)
    if not before:
        return _("Of the days of our projects in %(month)s we answer for %(share)s") % {
            "month": said.month(last), "share": share,
        }  # fmt: skip
    facts = {"month": said.month(last), "share": share, "before": said.share(before[-1] / 100)}
    return _("Of the days of our projects in %(month)s we answer for %(share)s; a month before, for %(before)s") % facts


def _exposure(one: Exposure) -> Cell:
    return Cell(None if one.value is None else round(one.value, 1), f"{one.exposed} / {one.days}")


def _ledger(month: date) -> str:
    return _of("ledger", by="account", period="own", first=month, last=last_day(month))


def in_step(found: Figures) -> Map | None:
    """All clients whose size is known, those furthest from us first where they are too many to be drawn."""
    known = [one for one in found.paces if one.found]
    if len(known) < 2:
        return None
    return words.map_of(known, most=MOST_POINTS)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _of(name: str, **asked: object) -> str:
    said_ = {key: value.isoformat() if isinstance(value, date) else str(value) for key, value in asked.items()}
    return f"{reverse(name)}?{urlencode(said_)}"
