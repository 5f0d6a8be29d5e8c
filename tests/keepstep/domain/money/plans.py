"""Services, plans and paid months for the tests of the plan."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from keepstep.domain.agency import service
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import allocation, plan_line
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.plan_line import PlanLine, Planned
from keepstep.domain.money.priced_line import Wanted
from tests.cast import House
from tests.keepstep.domain.money.bills import issued

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def sells(name: str, price: str = "1000") -> Service:
    return service.offer(name=name, unit="month", price=Decimal(price), currency="EUR")


def of(known: Service, price: str, *, n: str = "1") -> Wanted:
    return Wanted(known.name, known.unit, Decimal(n), Decimal(price), service=known)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def paid(house: House, day: date, *lines: Wanted, account: Account | None = None, **facts: Any) -> Invoice:
    """Issued and paid in full on the same day."""
    made = issued(house, *lines, at=noon(day), account=account or house.northwind, **facts)
    allocation.receive([made], amount=made.total, paid_on=day, by=house.vera, at=noon(day))
    return made


def planned(
    house: House, known: Service, amount: str | None, *, month: date = MARCH, at: datetime | None = None, why: str = "",
    account: Account | None = None,
) -> list[PlanLine]:  # fmt: skip
    """Before the month unless something else is said."""
    line = Planned(account or house.northwind, known, Decimal(amount) if amount else None)
    return plan_line.plan([line], month=month, by=house.vera, at=at or noon(date(2026, 1, 20)), why=why)
