"""The months of the demo: plans before they begin, retainers' drafts on their first day, payments, the close after."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from keepstep.demo.agency import Demo
from keepstep.demo.shop.courses import ARTICLE, COURSES, Course
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import (
    allocation,
    development_talk,
    drafting,
    growth_target,
    issuing,
    next_offer,
    plan_close,
    plan_line,
    plan_suggestion,
    retainer,
    retainer_draft,
)
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.invoice_line import as_wanted
from keepstep.domain.money.plan_line import Planned
from keepstep.domain.money.priced_line import Wanted
from keepstep.formulas.month import first_day, last_day, month_from
from keepstep.formulas.working_time import WorkingTime

MONTHS = 8
LEAD = 2
"""So many working days before a month its plan is made."""
STEP = Decimal(50)
HOPES = (Decimal("1.1"), Decimal(1), Decimal("0.95"), Decimal("1.15"))
"""What account managers make of suggestions."""


class Event(NamedTuple):
    at: datetime
    happens: Callable[[], object]


class Client(NamedTuple):
    """Since which day it buys."""

    account: Account
    course: Course
    since: date


class Months:
    def __init__(self, demo: Demo, clients: dict[str, Account], *, time: WorkingTime) -> None:
        self.demo, self.time = demo, time
        self.month = first_day(demo.day)
        self.services = list(Service.objects.select_related("rate").order_by("pk"))
        self.clients = [
            Client(account, COURSES[fate], self._came(account)) for fate, account in clients.items() if fate in COURSES
        ]
        self.by_account = {one.account.pk: one for one in self.clients}

    def events(self) -> Iterator[Event]:
        """What happens on which day; a draft comes before its payment, whatever is between."""
        for one in self.clients:
            yield Event(self._opens(one.since), partial(self._agree, one))
            yield Event(self._opens(one.since), partial(self._bill, one.since))
        for n in range(-MONTHS, 1):
            month = month_from(self.month, n)
            planned, closed = self.time.add_days(month, -LEAD), self.time.add_days(last_day(month), plan_close.PATIENCE)
            yield Event(self._opens(planned), partial(self._plan, month, planned))
            yield Event(self._opens(self.time.add_days(month, 0)), partial(self._bill, self.time.add_days(month, 0)))
            if closed <= self.demo.day:
                yield Event(self._opens(closed), partial(self._close, closed))

    def _came(self, account: Account) -> date:
        return self.time.local_day(account.states.order_by("since")[0].since)

    def _agree(self, one: Client) -> None:
        ours, manager = LegalEntity.objects.get(), one.account.manager
        at, since = self._opens(one.since), first_day(one.since)
        for place in one.course.monthly:
            known = self.services[place]
            retainer.agree(
                one.account, service=known, entity=ours, price=known.price, since=since, by=manager, at=at
            )  # fmt: skip
        if one.course.growth:
            growth_target.aim(one.account, percent=Decimal(one.course.growth), by=manager, at=at)

    def _plan(self, month: date, day: date) -> None:
        """What is suggested, and where the manager knows better, what the client is about to buy, give or take."""
        here = [one for one in self.clients if one.since < day]
        found = plan_suggestion.to_take([one.account for one in here], month, day=day, fact_by=FactBy.PAYMENT)
        lines = {(one.account.pk, one.service.pk): one for one in found}
        for place, one in enumerate(here):
            hope = HOPES[(place + month.month) % len(HOPES)]
            for service, count in self._bought(one, month):
                amount = _round(service.price * count, hope)
                lines[one.account.pk, service.pk] = Planned(one.account, service, amount)
        for manager in {one.account.manager for one in here}:
            theirs = [line for line in lines.values() if line.account.manager == manager]
            plan_line.plan(theirs, month=month, by=manager, at=self._opens(day))

    def _bought(self, one: Client, month: date) -> Iterator[tuple[Service, int]]:
        """So many of each service in that month."""
        for place in one.course.monthly:
            yield self.services[place], 1
        if one.course.also:
            place, sizes = one.course.also
            age = (month.year - one.since.year) * 12 + month.month - one.since.month
            yield self.services[place], sizes[min(age, len(sizes) - 1)]

    def _bill(self, day: date) -> None:
        """What is due on this day; the last two of this month stay drafts."""
        at, month = self._opens(day), first_day(day)
        made = retainer_draft.draft_due(agency=self.demo.agency, at=at)
        for place, draft in enumerate(made):
            client = self.by_account[draft.account_id]
            self._add(draft, client, month)
            if month == self.month and place >= len(made) - 2:
                continue
            issuing.issue(draft, by=client.account.manager, at=at)
            paid_on = self.time.add_days(day, client.course.pays)
            if paid_on <= self.demo.day:
                paid_at = min(self._opens(paid_on), self.demo.at)
                allocation.receive([draft], amount=draft.total, paid_on=paid_on, by=self.demo.owner, at=paid_at)

    def _add(self, draft: Invoice, client: Client, month: date) -> None:
        """What comes on top in this month."""
        if client.course.also is None:
            return
        *_monthly, (service, count) = self._bought(client, month)
        rate = service.rate.percent if service.rate else None
        more = Wanted(service.name, service.unit, Decimal(count), service.price, rate=rate, service=service)
        drafting.amend(
            draft, entity=draft.entity, payer=draft.payer, lines=[*as_wanted(draft), more], language=draft.language,
            days_to_pay=max(draft.days_to_pay, client.course.pays), basis="", note="",
        )  # fmt: skip

    def _close(self, day: date) -> None:
        plan_close.close_what_is_due(self.demo.agency, day=day, at=self._opens(day))

    def _opens(self, day: date) -> datetime:
        return min(self.time.opens(day) or self.demo.at, self.demo.at)


def turn(demo: Demo, clients: dict[str, Account], *, words: dict[str, str], time: WorkingTime) -> None:
    """What is said of this month since it began, the talks that were held, and what may be offered next."""
    month, service = first_day(demo.day), Service.objects.order_by("pk")[ARTICLE]
    falling, growing = clients.get("asking"), clients.get("growing")
    known = plan_line.PlanLine.objects.standing().filter(month=month, account=falling, amount__gt=100).first()
    if falling and known:
        less = [Planned(falling, known.service, _round(known.amount or Decimal(0), Decimal("0.7")))]
        plan_line.plan(less, month=month, by=falling.manager, at=demo.at - timedelta(hours=1), why=words["cut"])
    if growing:
        development_talk.record(
            growing, held_on=time.add_days(demo.day, -38), outcome="agreed", words=words["agreed"], service=service,
            by=growing.manager, at=demo.at,
        )  # fmt: skip
    next_offer.look(agency=demo.agency, day=demo.day)


def _round(amount: Decimal, hope: Decimal) -> Decimal:
    return (amount * hope / STEP).quantize(Decimal(1)) * STEP
