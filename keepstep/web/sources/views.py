"""What sources bring and what that costs: a funnel, and tables by source, month and campaign; every figure opens."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.sales import source_figures
from keepstep.domain.sales.source_figures import Cell, Figures
from keepstep.web import act
from keepstep.web.days import key_of
from keepstep.web.leads.listing import LIVE
from keepstep.web.leads.selling import selling
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest
from keepstep.web.sources import span
from keepstep.web.sources.span import DAY, Span

MOST_CAMPAIGNS = 50


class Line(NamedTuple):
    """What a table says of a source, a month or a campaign; the addresses are where its figures open."""

    name: str
    figures: Figures
    leads: str
    qualified: str
    spend: str


class Step(NamedTuple):
    """A step of the funnel: `share` is of the leads that came, in per cent."""

    words: str
    n: int
    share: int
    address: str


@selling
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    today = request.desk.working_time.local_day(timezone.now())
    chosen, source = span.asked(request.GET, today=today), key_of(request.GET.get("source", ""))
    names = dict(request.desk.sources_ever().values_list("pk", "name"))
    of = {"source": str(source)} if source in names else {}
    cells = _cells(request.desk, chosen, source if of else None)
    whole = sum(cells.values(), Figures())
    context = {
        "span": chosen,
        "sources": options(sorted((str(key), name) for key, name in names.items()), chosen=of.get("source", "")),
        "source": names.get(source, "") if of else "",
        "currency": request.agency.currency,
        "whole": _line("", whole, chosen, of),
        "funnel": _funnel(whole, _narrowed(chosen, of)),
        "by_source": [] if of else _by_source(cells, names, chosen),
        "by_month": _by_month(cells, chosen, of),
        "by_campaign": _by_campaign(request.desk, chosen, source, of) if of else [],
    }
    return render(request, f"web/sources/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _cells(desk: Desk, chosen: Span, source: UUID | None) -> dict[Cell, Figures]:
    leads, spends = _within(desk, chosen, source)
    return source_figures.by_source_and_month(leads, spends, zone=desk.working_time.zone, months=chosen.months)


def _within(desk: Desk, chosen: Span, source: UUID | None) -> tuple[Any, Any]:
    """Leads that came in these months, and spend of which at least a day lies in them."""
    zone = desk.working_time.zone
    begins, ends = (datetime.combine(day, time.min, zone) for day in (chosen.since, chosen.until + DAY))
    leads = desk.leads().filter(came_at__gte=begins, came_at__lt=ends)
    spends = desk.spends().standing().within(chosen.since, chosen.until).filter(currency=desk.agency.currency)
    return (leads.filter(source=source), spends.filter(source=source)) if source else (leads, spends)


def _by_source(cells: dict[Cell, Figures], names: dict[UUID, str], chosen: Span) -> list[Line]:
    """Those that brought or cost anything, the dearest first."""
    sums = _summed((cell.source, figures) for cell, figures in cells.items())
    rows = [_line(names[key], figures, chosen, {"source": str(key)}) for key, figures in sums.items()]
    return sorted(rows, key=lambda row: (-row.figures.spend, -row.figures.leads, row.name))


def _by_month(cells: dict[Cell, Figures], chosen: Span, of: dict[str, str]) -> list[Line]:
    """All of them, the latest first: one in which nothing came says so."""
    sums = _summed((cell.month, figures) for cell, figures in cells.items())
    return [
        _line(date_format(month, "YEAR_MONTH_FORMAT"), sums.get(month, Figures()), Span([month]), of)
        for month in reversed(chosen.months)
    ]


def _by_campaign(desk: Desk, chosen: Span, source: UUID | None, of: dict[str, str]) -> list[Line]:
    leads, spends = _within(desk, chosen, source)
    sums = source_figures.by_campaign(leads, spends, months=chosen.months)
    rows = [
        _line(name or _("without a campaign"), figures, chosen, {**of, "campaign": name})
        for name, figures in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.figures.spend, -row.figures.leads, row.name))[:MOST_CAMPAIGNS]


def _summed(parts: Iterable[tuple[Any, Figures]]) -> dict[Any, Figures]:
    found: dict[Any, Figures] = {}
    for key, figures in parts:
        found[key] = found.get(key, Figures()) + figures
    return found


def _line(name: str, figures: Figures, chosen: Span, of: dict[str, str]) -> Line:
    narrowed = _narrowed(chosen, of)
    return Line(
        name, figures, _leads(narrowed), _leads({**narrowed, "qualified": "yes"}),
        f"{reverse('spend')}?{urlencode(narrowed)}",
    )  # fmt: skip


def _narrowed(chosen: Span, of: dict[str, str]) -> dict[str, str]:
    return {**of, "since": _iso(chosen.since), "until": _iso(chosen.until)}


def _iso(day: date) -> str:
    return day.isoformat()


def _leads(narrowed: dict[str, str]) -> str:
    return f"{reverse('leads')}?{urlencode({'state': LIVE, **narrowed})}"


def _funnel(whole: Figures, narrowed: dict[str, str]) -> list[Step]:
    steps: tuple[tuple[str, int, dict[str, str]], ...] = (
        (_("came"), whole.leads, {}),
        (_("were answered"), whole.answered, {"answered": "yes"}),
        (_("are qualified"), whole.qualified, {"qualified": "yes"}),
    )
    return [
        Step(words, n, round(100 * n / whole.leads) if whole.leads else 0, _leads({**narrowed, **more}))
        for words, n, more in steps
    ]
