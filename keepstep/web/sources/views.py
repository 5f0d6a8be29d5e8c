"""What sources bring and cost, to the money: a funnel, and tables by source, month and campaign; every figure opens."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
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
from keepstep.domain.sales.lead import State
from keepstep.domain.sales.source_figures import Cell, Figures
from keepstep.web import act
from keepstep.web.days import key_of
from keepstep.web.leads.listing import LIVE
from keepstep.web.leads.selling import selling
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest
from keepstep.web.sources import span
from keepstep.web.sources.clients import cohort
from keepstep.web.sources.span import Span

MOST_CAMPAIGNS = 50


class Line(NamedTuple):
    """What a table says of a source, a month or a campaign; the addresses are where its figures open. `returned` is in
    words; `why_not` says why neither a client's cost nor a return can be told."""

    name: str
    figures: Figures
    leads: str
    qualified: str
    clients: str
    paid: str
    spend: str
    returned: str
    why_not: str


class Step(NamedTuple):
    """A step of the funnel: `share` is of the leads that came, in per cent."""

    words: str
    n: int
    share: int
    address: str


Told = Callable[[str, Figures, Span, dict[str, str]], Line]
"""What makes a line: its name, its figures, of which months, and what else an address says of it."""


@selling
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    today = request.desk.working_time.local_day(timezone.now())
    chosen, source = span.asked(request.GET, today=today), key_of(request.GET.get("source", ""))
    names = dict(request.desk.sources_ever().values_list("pk", "name"))
    of = {"source": str(source)} if source in names else {}
    cells = _cells(request.desk, chosen, source if of else None)
    whole = sum(cells.values(), Figures())
    line = partial(_line, currency=request.agency.currency)
    context = {
        "span": chosen,
        "sources": options(sorted((str(key), name) for key, name in names.items()), chosen=of.get("source", "")),
        "source": names.get(source, "") if of else "",
        "currency": request.agency.currency,
        "whole": line("", whole, chosen, of),
        "funnel": _funnel(whole, _narrowed(chosen, of), is_paid_told=request.desk.sees_returns),
        "by_source": [] if of else _by_source(cells, names, chosen, line),
        "by_month": _by_month(cells, chosen, of, line),
        "by_campaign": _by_campaign(cells, chosen, of, line) if of else [],
    }
    return render(request, f"web/sources/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _cells(desk: Desk, chosen: Span, source: UUID | None) -> dict[Cell, Figures]:
    of = cohort(chosen.since, chosen.until, zone=desk.working_time.zone)
    return desk.source_figures(of._replace(source=source), months=chosen.months)


def _by_source(cells: dict[Cell, Figures], names: dict[UUID, str], chosen: Span, line: Told) -> list[Line]:
    """Those that brought or cost anything, the dearest first."""
    sums = _summed((cell.source, figures) for cell, figures in cells.items())
    rows = [line(names[key], figures, chosen, {"source": str(key)}) for key, figures in sums.items()]
    return sorted(rows, key=lambda row: (-row.figures.spend, -row.figures.leads, row.name))


def _by_month(cells: dict[Cell, Figures], chosen: Span, of: dict[str, str], line: Told) -> list[Line]:
    """All of them, the latest first: one in which nothing came says so."""
    sums = _summed((cell.month, figures) for cell, figures in cells.items())
    return [
        line(date_format(month, "YEAR_MONTH_FORMAT"), sums.get(month, Figures()), Span([month]), of)
        for month in reversed(chosen.months)
    ]


def _by_campaign(cells: dict[Cell, Figures], chosen: Span, of: dict[str, str], line: Told) -> list[Line]:
    sums = _summed((cell.campaign, figures) for cell, figures in cells.items())
    rows = [
        line(name or _("without a campaign"), figures, chosen, {**of, "campaign": name})
        for name, figures in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.figures.spend, -row.figures.leads, row.name))[:MOST_CAMPAIGNS]


def _summed(parts: Iterable[tuple[Any, Figures]]) -> dict[Any, Figures]:
    found: dict[Any, Figures] = {}
    for key, figures in parts:
        found[key] = found.get(key, Figures()) + figures
    return found


def _line(name: str, figures: Figures, chosen: Span, of: dict[str, str], *, currency: str) -> Line:
    narrowed = _narrowed(chosen, of)
    returned = figures.returned(currency)
    return Line(
        name, figures,
        leads=_leads(narrowed),
        qualified=_leads({**narrowed, "qualified": "yes"}),
        clients=_clients(narrowed),
        paid=_clients({**narrowed, "paying": "yes"}),
        spend=f"{reverse('spend')}?{urlencode(narrowed)}",
        returned="" if returned is None else f"{round(100 * returned)}\N{NO-BREAK SPACE}%",
        why_not=_why_not(figures),
    )  # fmt: skip


def _why_not(figures: Figures) -> str:
    if figures.spend:
        return _("too early")
    return _("nothing spent") if figures.clients else "–"


def _narrowed(chosen: Span, of: dict[str, str]) -> dict[str, str]:
    return {**of, "since": _iso(chosen.since), "until": _iso(chosen.until)}


def _iso(day: date) -> str:
    return day.isoformat()


def _leads(narrowed: dict[str, str]) -> str:
    return f"{reverse('leads')}?{urlencode({'state': LIVE, **narrowed})}"


def _clients(narrowed: dict[str, str]) -> str:
    return f"{reverse('source_clients')}?{urlencode(narrowed)}"


def _funnel(whole: Figures, narrowed: dict[str, str], *, is_paid_told: bool) -> list[Step]:
    steps = [
        (_("came"), whole.leads, _leads(narrowed)),
        (_("were answered"), whole.answered, _leads({**narrowed, "answered": "yes"})),
        (_("are qualified"), whole.qualified, _leads({**narrowed, "qualified": "yes"})),
        (_("became deals"), whole.deals, _leads({**narrowed, "state": State.DEAL.value})),
        (_("became clients"), whole.clients, _clients(narrowed)),
    ]
    if is_paid_told:
        steps.append((_("have paid"), whole.paying, _clients({**narrowed, "paying": "yes"})))
    return [Step(words, n, round(100 * n / whole.leads) if whole.leads else 0, where) for words, n, where in steps]
