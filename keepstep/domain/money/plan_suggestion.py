"""Suggested plan lines: what recurs or was usual, with the account's growth target; a plan made of them (§5.4)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import plan_facts
from keepstep.domain.money.growth_target import GrowthTarget
from keepstep.domain.money.plan_facts import Line
from keepstep.domain.money.plan_line import PlanLine, Planned
from keepstep.domain.money.retainer import Retainer
from keepstep.formulas.month import first_day, month_from
from keepstep.formulas.plan import LOOKED_BACK, NOTHING, Suggestion, suggested


def suggestions(month: date, *, day: date, fact_by: FactBy, accounts: Sequence[UUID]) -> dict[Line, Suggestion]:
    """Of all these accounts, where there is anything to suggest. Only full months count as usual."""
    until = min(month, first_day(day))
    facts = plan_facts.by_month(until, months=LOOKED_BACK, fact_by=fact_by, accounts=accounts)
    recurring = _recurring(month, accounts)
    growth = dict(
        GrowthTarget.objects.filter(replaced_at=None, account__in=accounts).order_by().values_list("account", "percent")
    )
    return {
        line: made
        for line in {*facts, *recurring}
        if line.service
        and (
            made := suggested(
                recurring=recurring.get(line, NOTHING),
                facts=list(facts.get(line, {}).values()),
                growth=growth.get(line.account, NOTHING),
            )
        ).amount
    }


def to_take(accounts: Sequence[Account], month: date, *, day: date, fact_by: FactBy) -> list[Planned]:
    """What is suggested and of which nothing was said yet."""
    found = suggestions(month, day=day, fact_by=fact_by, accounts=[one.pk for one in accounts])
    return _unsaid(accounts, month, ((line, made.amount) for line, made in found.items()))


def to_copy(accounts: Sequence[Account], month: date) -> list[Planned]:
    """What was planned for the month before and of which nothing was said for this one."""
    before = PlanLine.objects.standing().filter(
        month=month_from(month, -1), amount__isnull=False, account__in=[one.pk for one in accounts]
    )
    return _unsaid(
        accounts, month, ((Line(one.account_id, one.service_id, one.currency), one.amount) for one in before)
    )


def _unsaid(accounts: Sequence[Account], month: date, wanted: Iterable[tuple[Line, Decimal | None]]) -> list[Planned]:
    """A service is sold in one currency: what was paid in another is not planned. What is offered no more neither."""
    by_key = {one.pk: one for one in accounts}
    services = {one.pk: one for one in Service.objects.filter(closed_at=None)}
    said = PlanLine.objects.standing().filter(month=month, amount__isnull=False, account__in=list(by_key))
    known = set(said.values_list("account_id", "service_id"))
    return [
        Planned(by_key[line.account], services[line.service], amount)
        for line, amount in wanted
        if line.service in services
        and line.currency == services[line.service].currency
        and (line.account, line.service) not in known
    ]


def _recurring(month: date, accounts: Sequence[UUID]) -> dict[Line, Decimal]:
    found: dict[Line, Decimal] = defaultdict(Decimal)
    running = Retainer.objects.in_month(month).filter(account__in=accounts).order_by()
    for one in running.select_related("service__rate", "entity"):
        found[Line(one.account_id, one.service_id, one.entity.currency)] += one.total
    return found
