"""The months of the demo: plans before they begin, retainers' drafts on their first day, payments, the close after."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
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
from keepstep.domain.money.invoice_line import Wanted, as_wanted
from keepstep.domain.money.plan_line import Planned
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
    happens: Callable[[], None]


class Client(NamedTuple):
    """Since which month it buys."""

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
        """What happens on which day; each month's draft comes before its payments, whatever is between."""
        yield Event(self._opens(self._first(month_from(self.month, -MONTHS))), self._agree)
        for n in range(-MONTHS, 1):
            month = month_from(self.month, n)
            planned = self.time.add_days(month, -LEAD)
            yield Event(self._opens(planned), lambda month=month, day=planned: self._plan(month, day))  # type: ignore[misc]
            yield Event(self._opens(self._first(month)), lambda month=month: self._bill(month))  # type: ignore[misc]
            closed = self.time.add_days(last_day(month), plan_close.PATIENCE)
            if closed <= self.demo.day:
                yield Event(self._opens(closed), lambda day=closed: self._close(day))  # type: ignore[misc]

    def _came(self, account: Account) -> date:
        """From the first whole month it was with us on; the client who came in this one buys from it on."""
        day = self.time.local_day(account.states.order_by("since")[0].since)
        return min(month_from(first_day(day), 1 if day.day > 1 else 0), self.month)

    def _agree(self) -> None:
        ours = LegalEntity.objects.get()
        for account, course, since in self.clients:
            at = self._opens(self._first(since))
            for place in course.monthly:
                service = self.services[place]
                retainer.agree(
                    account, service=service, entity=ours, price=service.price, since=since, by=account.manager, at=at
                )
            if course.growth:
                growth_target.aim(account, percent=Decimal(course.growth), by=account.manager, at=at)

    def _plan(self, month: date, day: date) -> None:
        """Of who is with us by then; each manager hopes a little more or less than is suggested."""
        at = self._opens(day)
        of_each: dict[object, list[Account]] = {}
        for one in self.clients:
            if one.since <= month:
                of_each.setdefault(one.account.manager_id, []).append(one.account)
        for number, accounts in enumerate(of_each.values()):
            hope = HOPES[(number + month.month) % len(HOPES)]
            found = plan_suggestion.to_take(accounts, month, day=day, fact_by=FactBy.PAYMENT)
            lines = [replace(one, amount=_round(one.amount or Decimal(0), hope)) for one in found]
            plan_line.plan(lines, month=month, by=accounts[0].manager, at=at)

    def _bill(self, month: date) -> None:
        """The last of a month that has hardly begun stay drafts."""
        day = self._first(month)
        at = self._opens(day)
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
        place, sizes = client.course.also
        age = (month.year - client.since.year) * 12 + month.month - client.since.month
        service, count = self.services[place], sizes[min(age, len(sizes) - 1)]
        rate = service.rate.percent if service.rate else None
        more = Wanted(service.name, service.unit, Decimal(count), service.price, rate=rate, service=service)
        drafting.amend(
            draft, entity=draft.entity, payer=draft.payer, lines=[*as_wanted(draft), more], language=draft.language,
            days_to_pay=max(draft.days_to_pay, client.course.pays), basis="", note="",
        )  # fmt: skip

    def _close(self, day: date) -> None:
        plan_close.close_what_is_due(self.demo.agency, day=day, at=self._opens(day))

    def _first(self, month: date) -> date:
        return self.time.add_days(month, 0)

    def _opens(self, day: date) -> datetime:
        return min(self.time.opens(day) or self.demo.at, self.demo.at)


def turn(demo: Demo, clients: dict[str, Account], *, words: dict[str, str], time: WorkingTime) -> None:
    """What is said of this month since it began, the talks that were held, and what may be offered next."""
    month, service = first_day(demo.day), Service.objects.order_by("pk")[ARTICLE]
    falling, growing = clients.get("leaving"), clients.get("growing")
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
