"""Growth in step: all clients on a map, those out of step with own management's answer, and one client in detail."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.clients.account import Account
from keepstep.domain.money import in_step
from keepstep.domain.money.growth_answer import ZONES, GrowthAnswer
from keepstep.domain.money.in_step import Pace
from keepstep.formulas.in_step import Zone
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.growth import words
from keepstep.web.seat import StaffRequest, seated

PAGE, MOST = 80, 20
FRESH = timedelta(days=92)
"""An answer holds for a quarter; then the question is put again."""


class Row(NamedTuple):
    """A client out of step, with the last answer to it and whether one is wanted."""

    pace: Pace
    verdict: str
    answer: GrowthAnswer | None
    is_wanted: bool


def of_money(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Our income stands in it: for whoever does not see money it does not exist."""

    @seated
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **names: Any) -> HttpResponse:
        if not request.desk.sees_money:
            raise Http404
        return view(request, *args, **names)

    return guarded


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    desk, at = request.desk, timezone.now()
    sizes = desk.metrics().sizes().filter(account__left_at=None).select_related("account")
    paces = in_step.paces(sizes, currency=desk.agency.currency, day=desk.working_time.local_day(at))
    known = [one for one in paces if one.found]
    apart = sorted(
        (one for one in known if one.found and one.found.gap.zone != Zone.IN_STEP),
        key=lambda one: -abs(one.found.gap.value) if one.found else 0,
    )
    latest = desk.growth_answers().filter(account__in=[one.account.pk for one in apart]).order_by("account_id", "-at")
    answers = {one.account_id: one for one in latest.distinct("account_id").select_related("by")}
    rows = [
        Row(one, words.verdict(one.found.gap), given, given is None or given.at < at - FRESH)
        for one in apart
        if one.found
        for given in [answers.get(one.account.pk)]
    ]
    context = {
        "chart": words.map_of(paces) if len(known) > 1 else None,
        "known": len(known),
        "rows": rows[:PAGE],
        "more": max(len(rows) - PAGE, 0),
        "early": [one for one in paces if not one.found][:PAGE],
        "unsized": desk.accounts().with_us().exclude(metrics__in=desk.metrics().sizes()).count(),
    }
    return render(request, f"web/growth/index.html{'#page' if act.is_fragment(request) else ''}", context)


@of_money
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return page(request, account_of(request, account_id))


def page(request: StaffRequest, found: Account) -> HttpResponse:
    pace = pace_of(request, found)
    context = {
        "account": found,
        "pace": pace,
        "chart": words.chart(pace.found) if pace and pace.found else None,
        "zone": ZONES[pace.found.gap.zone] if pace and pace.found else "",
        "is_apart": bool(pace and pace.found and pace.found.gap.zone != Zone.IN_STEP),
        "answers": list(request.desk.growth_answers().filter(account=found).select_related("by")[:MOST]),
    }
    return render(request, f"web/growth/show.html{'#page' if act.is_fragment(request) else ''}", context)


def pace_of(request: StaffRequest, found: Account) -> Pace | None:
    """None where no metric is said to be the client's own size."""
    desk = request.desk
    sizes = desk.metrics().sizes().filter(account=found).select_related("account")
    day = desk.working_time.local_day(timezone.now())
    return next(iter(in_step.paces(sizes, currency=desk.agency.currency, day=day)), None)


def address(found: Account) -> str:
    return reverse("account_growth", args=[found.pk])
