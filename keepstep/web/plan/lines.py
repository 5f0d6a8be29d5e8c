"""What is typed into the plan, one cell or all of a page; and what fills it in one go."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from keepstep.domain.agency.agency import FactBy
from keepstep.domain.clients.account import State
from keepstep.domain.money import plan_line, plan_suggestion
from keepstep.domain.money.plan_line import MonthClosed, NoReason, Planned
from keepstep.round import run
from keepstep.web import act
from keepstep.web.days import key_of, moment_of
from keepstep.web.invoices.seen import of_money
from keepstep.web.number_field import NumberField
from keepstep.web.plan import grid, totals, views
from keepstep.web.plan.asked import Asked
from keepstep.web.seat import StaffRequest

MOST = 500
AMOUNT = NumberField(required=False, min_value=0, max_digits=14, decimal_places=2)


@of_money
@require_POST
def write(request: StaffRequest) -> HttpResponse:
    """By a script cell by cell, which then shows the figures as they are now; without one, the whole page."""
    wanted = views.wanted_of(request, request.POST)
    try:
        typed = _typed(request)
        plan_line.plan(typed, month=wanted.month, by=request.person, at=timezone.now(), why=_why(request))
    except (MonthClosed, NoReason, ValidationError) as why:
        return _refused(request, wanted, why)
    _look_again(typed)
    if not act.is_fragment(request):
        return act.done(request, _("Saved."), back=wanted.address())
    return _figures(request, wanted, typed)


@of_money
@require_POST
def take_suggestions(request: StaffRequest) -> HttpResponse:
    """For every client in sight of which nothing was said yet."""
    return _fill(
        request,
        lambda accounts, wanted: plan_suggestion.to_take(
            accounts, wanted.month, day=wanted.today, fact_by=FactBy(request.agency.fact_by)
        ),
    )


@of_money
@require_POST
def copy(request: StaffRequest) -> HttpResponse:
    """Last month's plan, where nothing was said of this one yet."""
    return _fill(request, lambda accounts, wanted: plan_suggestion.to_copy(accounts, wanted.month))


@of_money
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """What this person wrote in one go is as it was before."""
    wanted, at = views.wanted_of(request, request.GET), moment_of(request.GET.get("at", ""))
    lines = request.desk.plan_lines().standing().filter(month=wanted.month, at=at, by=request.person) if at else []
    try:
        plan_line.take_back(list(lines), by=request.person, at=timezone.now())
    except MonthClosed as why:
        return _refused(request, wanted, why)
    return act.done(
        request, _("It is as it was before."), back=wanted.address(), show=lambda: views.page_of(request, wanted)
    )


def _fill(request: StaffRequest, lines_of: Callable[[Sequence[Any], Asked], list[Planned]]) -> HttpResponse:
    wanted, at = views.wanted_of(request, request.POST), timezone.now()
    live = grid.accounts(request.desk, wanted).in_state(State.ONBOARDING, State.ACTIVE)
    wanted_lines = lines_of(list(live), wanted)
    try:
        made = plan_line.plan(wanted_lines, month=wanted.month, by=request.person, at=at, why=_why(request))
    except (MonthClosed, NoReason) as why:
        return _refused(request, wanted, why)
    _look_again(wanted_lines)
    said = ngettext("%(n)s line is planned.", "%(n)s lines are planned.", len(made)) % {"n": len(made)}
    back = f"{reverse('plan_undo')}?{urlencode({'month': wanted.name, 'at': at.isoformat()})}" if made else ""
    return act.done(request, said, back=wanted.address(), undo=back, show=lambda: views.page_of(request, wanted))


def _typed(request: StaffRequest) -> list[Planned]:
    """Raises ValidationError; a client or service that is not in sight is none."""
    said = {name: str(value) for name, value in request.POST.items() if name.startswith("plan-")}
    if len(said) > MOST:
        raise Http404
    keys = {name: _keys(name) for name in said}
    accounts = {one.pk: one for one in request.desk.billed_accounts().filter(pk__in={of for of, _to in keys.values()})}
    services = {one.pk: one for one in request.desk.services().filter(pk__in={to for _of, to in keys.values()})}
    if not all(of in accounts and to in services for of, to in keys.values()):
        raise Http404
    return [Planned(accounts[of], services[to], _amount(said[name])) for name, (of, to) in keys.items()]


def _keys(name: str) -> tuple[UUID, UUID]:
    of, to = key_of(name[5:41]), key_of(name[42:])
    if of is None or to is None:
        raise Http404
    return of, to


def _amount(text: str) -> Decimal | None:
    found: Decimal | None = AMOUNT.clean(text)
    return found


def _why(request: StaffRequest) -> str:
    return request.POST.get("why", "").strip()[:300].replace("\0", "")


def _look_again(lines: Sequence[Planned]) -> None:
    """Whether a plan is still asked for."""
    run.look_again_at_plans({one.account.pk for one in lines}, at=timezone.now())


def _figures(request: StaffRequest, wanted: Asked, typed: Sequence[Planned]) -> HttpResponse:
    closed = views.close_of(request, wanted)
    accounts = {one.account.pk: one.account for one in typed}
    found = grid.of(request.desk, wanted, closed=closed, only=accounts.values(), services=_shown(request))
    context = {
        "asked": wanted,
        "grid": found,
        "totals": totals.of(request.desk, wanted, found, closed=closed, names={}),
    }
    return render(request, "web/plan/index.html#saved", context)


def _shown(request: StaffRequest) -> list[UUID]:
    """The services whose columns stand on the page."""
    return [key for text in request.POST.get("services", "").split() if (key := key_of(text))]


def _refused(request: StaffRequest, wanted: Asked, why: Exception) -> HttpResponse:
    words = " ".join(why.messages) if isinstance(why, ValidationError) else str(why)
    if act.is_fragment(request) and "json" in request.headers.get("Accept", ""):
        return JsonResponse({"fault": words}, status=422)
    return act.refused(request, words, back=wanted.address(), show=lambda: views.page_of(request, wanted))
