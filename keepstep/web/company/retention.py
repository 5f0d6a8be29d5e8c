"""How clients stay: the curve of survival, what remains of a year-old income, cohorts, why clients leave, how much
hangs on the largest, what a client brings (§5.6)."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.money import tenure
from keepstep.domain.money.retention import Staying
from keepstep.domain.money.tenure import Spans
from keepstep.formulas.concentration import Alarm
from keepstep.formulas.retention import Cohort, cohorts
from keepstep.outlet.company import said
from keepstep.web import act
from keepstep.web.company.curve import alive, curve, median
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

QUARTERS, REASONS, LARGEST = 12, 24, 5


class Large(NamedTuple):
    name: str
    href: str
    amount: str
    share: str


class Named(NamedTuple):
    words: str
    figure: str


@managed
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    day, desk = request.desk.working_time.local_day(timezone.now()), request.desk
    staying = desk.staying(day)
    context = {
        "staying": staying,
        "currency": request.agency.currency,
        "elsewhere": _elsewhere(desk, day),
        **_curve(staying),
        **_revenue(staying, request.agency.currency),
        **_cohorts(desk, day),
        "reasons": _reasons(desk, day),
        **_concentration(staying, desk),
        **_value(staying, request.agency.currency),
    }
    return render(request, f"web/company/retention.html{'#page' if act.is_fragment(request) else ''}", context)


def _curve(staying: Staying) -> dict[str, Any]:
    if staying.curve is None:
        return {"curve": None}
    mean = staying.curve.restricted_mean(36)
    return {
        "curve": curve(staying.curve),
        "median": median(staying.curve),
        "alive": alive(staying.curve),
        "mean": _("In the first %(horizon)s a client is with us for %(mean)s on average, give or take %(error)s.") % {
            "horizon": said.months(mean.horizon), "mean": said.months(mean.value),
            "error": said.months(1.96 * mean.error),
        },
    }  # fmt: skip


def _revenue(staying: Staying, currency: str) -> dict[str, Any]:
    found = staying.revenue
    spans = Spans(staying.day)
    known: dict[str, Any] = {"span_now": said.span(spans.now), "span_before": said.span(spans.before)}
    if found is None:
        return {**known, "revenue": None}
    return known | {
        "revenue": found,
        "net": said.share(found.net), "gross": said.share(found.gross), "kept": said.share(found.clients_kept),
        "kept_of": _("%(kept)s of %(due)s") % {"kept": found.kept, "due": found.clients},
        "moves": [
            Named(_("they paid a year ago"), said.money(found.start, currency)),
            Named(_("more from those who grew"), said.moved(found.expansion, currency)),
            Named(_("less from those who shrank"), said.moved(-found.contraction, currency)),
            Named(_("gone with those who pay no more"), said.moved(-found.churned, currency)),
            Named(_("they pay now"), said.money(found.end, currency)),
        ],
    }  # fmt: skip


class CohortCell(NamedTuple):
    """`deep` is how strongly it is coloured, in tenths."""

    share: str
    amount: str
    deep: int


def _cohorts(desk: Desk, day: date) -> dict[str, Any]:
    """Full quarters only: the one that is not over would look like a loss."""
    last = tenure.quarter(day) - 1
    since = last - QUARTERS + 1
    known = tenure.by_quarter(currency=desk.agency.currency, since=since, until=last)
    found = cohorts(known, last=last)
    return {
        "cohorts": [_cohort(one) for one in reversed(found)],
        "later": range(max((len(one.cells) for one in found), default=0)),
    }


def _cohort(one: Cohort) -> dict[str, Any]:
    cells = []
    for after, cell in enumerate(one.cells):
        part = one.share(after) or 0.0
        cells.append(CohortCell(said.share(part), said.short(cell.amount), round(10 * part)))
    return {"name": said.quarter(one.first), "clients": one.clients, "cells": cells}


def _reasons(desk: Desk, day: date) -> list[Named]:
    if not desk.person.manages_the_agency:
        return []
    found = tenure.reasons(day=day, zone=desk.working_time.zone, months=REASONS)
    return [Named(one.name or _("nobody said"), said.clients(one.clients)) for one in found]


def _concentration(staying: Staying, desk: Desk) -> dict[str, Any]:
    found = staying.concentration
    if found is None:
        return {"concentration": None}
    top = staying.largest[:LARGEST]
    names = dict(desk.accounts().filter(pk__in=[one.account_id for one in top]).values_list("pk", "name"))
    alarms = {
        Alarm.NONE: "",
        Alarm.NEAR: _("The largest client brings a fifth or more: if it leaves, it hurts."),
        Alarm.OVER: _("The largest client brings a quarter or more: the agency hangs on it."),
    }
    return {
        "concentration": found,
        "alarm": alarms[found.alarm],
        "is_over": found.alarm == Alarm.OVER,
        "largest_share": said.share(found.largest),
        "hhi": floatformat(found.hhi, "0g"),
        "effective": round(found.effective, 1),
        "largest": [
            Large(
                names.get(one.account_id, ""), reverse("account", args=[one.account_id]),
                said.money(one.year, desk.agency.currency), said.share(part),
            )
            for one, part in zip(top, found.shares, strict=False)
        ],
    }  # fmt: skip


def _value(staying: Staying, currency: str) -> dict[str, Any]:
    found = staying.value
    if found is None:
        return {"value": ""}
    return {
        "value": said.money(found.value, currency),
        "value_low": said.money(found.low, currency), "value_high": said.money(found.high, currency),
        "monthly": said.money(found.monthly, currency),
        "stays": said.months(found.months.value), "horizon": said.months(found.months.horizon),
        "value_clients": found.clients,
    }  # fmt: skip


def _elsewhere(desk: Desk, day: date) -> list[Named]:
    return [
        Named(said.clients(one.clients), said.money(one.amount, one.currency))
        for one in tenure.elsewhere(currency=desk.agency.currency, day=day)
    ]
