"""The page of a month's plan."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.agency.person import Role
from keepstep.domain.money.plan_close import PlanClose
from keepstep.domain.money.plan_line import begins
from keepstep.formulas.month import first_day, month_from
from keepstep.web import act
from keepstep.web.colleagues import colleagues
from keepstep.web.invoices.seen import of_money
from keepstep.web.plan import grid, totals, words
from keepstep.web.plan.asked import AHEAD, Asked, asked
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page_of(request, wanted_of(request, request.GET))


def page_of(request: StaffRequest, wanted: Asked) -> HttpResponse:
    template = f"web/plan/index.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context(request, wanted))


def wanted_of(request: StaffRequest, data: Any) -> Asked:
    """Which month; whoever sees everybody's clients may ask for one manager's."""
    return asked(data, today=request.desk.working_time.local_day(timezone.now()))


def close_of(request: StaffRequest, wanted: Asked) -> PlanClose | None:
    return request.desk.plan_closes().standing().filter(month=wanted.month).select_related("by").first()


def context(request: StaffRequest, wanted: Asked) -> dict[str, Any]:
    desk, closed = request.desk, close_of(request, wanted)
    found = grid.of(desk, wanted, closed=closed)
    managers = colleagues(desk, Role.ACCOUNT_MANAGER)
    return {
        "asked": wanted,
        "grid": found,
        "closed": closed,
        "totals": totals.of(desk, wanted, found, closed=closed, names={UUID(key): name for key, name in managers}),
        "passed": words.passed(found.progress.elapsed, found.progress.days),
        "changes": _changes(request, wanted),
        "managers": options([(str(key), name) for key, name in managers], chosen=wanted.manager_key),
        "chooses_manager": desk.paid_managers is None or len(desk.paid_managers) > 1,
        "before": wanted.address(month=month_from(wanted.month, -1)),
        "following": _following(wanted),
        "every_service": wanted.address(all="1"),
        "few_services": wanted.address(all=""),
        "next": wanted.address(after=found.next) if found.next else "",
        "first": wanted.address() if wanted.after else "",
    }


def _following(wanted: Asked) -> str:
    last = month_from(first_day(wanted.today), AHEAD)
    return wanted.address(month=month_from(wanted.month, 1)) if wanted.month < last else ""


def _changes(request: StaffRequest, wanted: Asked) -> int:
    if not wanted.has_begun:
        return 0
    found = (
        request.desk.plan_lines().filter(month=wanted.month).changes(begins(wanted.month, request.desk.working_time))
    )
    return found.filter(account__manager=wanted.manager).count() if wanted.manager else found.count()
