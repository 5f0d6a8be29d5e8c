"""Tenures: who paid since when and how much, who left, and what is too early to say (§5.6). Today is 2 March 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.agency import own_list
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.money import allocation, payment, tenure
from keepstep.domain.money.retention import Staying
from keepstep.domain.money.tenure import Elsewhere, Reason, Spans, Tenure
from keepstep.formulas.retention import Cell
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company

D, BERLIN = Decimal, ZoneInfo("Europe/Berlin")


@pytest.fixture
def ours(house: House) -> LegalEntity:
    return company()


def pay(who: Account, day: date, amount: int, entity: LegalEntity, house: House) -> payment.Payment:
    return payment.record(who, entity=entity, amount=D(amount), paid_on=day, by=house.vera, at=house.at)


def leave(who: Account, at: datetime, house: House, because: ChurnReason | None = None) -> None:
    account.become(who, State.CHURNED, by=house.oleg, at=at, because=because)


def of(house: House, day: date | None = None) -> dict[str, Tenure]:
    found = tenure.tenures(currency="EUR", day=day or house.day, zone=BERLIN)
    names = dict(Account.objects.values_list("pk", "name"))
    return {names[one.account_id]: one for one in found}


def test_the_spans_are_full_months() -> None:
    spans = Spans(date(2026, 3, 2))
    assert spans.now == (date(2025, 12, 1), date(2026, 2, 28))
    assert spans.before == (date(2024, 12, 1), date(2025, 2, 28))
    assert spans.year == (date(2025, 3, 1), date(2026, 2, 28))


def test_what_a_client_paid_by_span(house: House, ours: LegalEntity) -> None:
    for day, amount in [
        (date(2024, 11, 30), 1), (date(2024, 12, 1), 2), (date(2025, 2, 28), 4), (date(2025, 3, 1), 8),
        (date(2025, 11, 30), 16), (date(2025, 12, 1), 32), (date(2026, 2, 28), 64), (date(2026, 3, 1), 128),
        (date(2026, 3, 3), 256),
    ]:  # fmt: skip
        pay(house.northwind, day, amount, ours, house)
    found = of(house)["Northwind Bakery"]
    assert (found.first, found.left) == (date(2024, 11, 30), None)
    assert (found.amount, found.year, found.now, found.before) == (255, 120, 96, 6)


def test_what_was_taken_back_was_never_paid(house: House, ours: LegalEntity) -> None:
    pay(house.northwind, date(2026, 2, 1), 100, ours, house)
    gone = pay(house.northwind, date(2025, 1, 1), 50, ours, house)
    allocation.take_back(gone, by=house.vera, at=house.at)
    assert of(house)["Northwind Bakery"][1:4] == (date(2026, 2, 1), None, 100)


def test_who_left_and_came_back_is_with_us_and_any_day_can_be_read_again(house: House, ours: LegalEntity) -> None:
    pay(house.northwind, date(2025, 6, 1), 100, ours, house)
    late = datetime(2026, 2, 10, 23, 30, tzinfo=UTC)  # the eleventh already, in Berlin
    leave(house.northwind, late, house)
    assert of(house)["Northwind Bakery"].left == date(2026, 2, 11)
    account.become(house.northwind, State.ACTIVE, by=house.oleg, at=house.at)
    assert of(house)["Northwind Bakery"].left is None
    days = (date(2026, 2, 10), date(2026, 2, 11), house.day)
    assert [of(house, day)["Northwind Bakery"].left for day in days] == [None, date(2026, 2, 11), None]


def test_another_currency_is_named_and_never_added(house: House, ours: LegalEntity) -> None:
    pay(house.northwind, date(2026, 1, 5), 100, ours, house)
    dollars = company(currency="USD", number="DE89370400440532013000", name="Lighthouse Inc")
    pay(house.northwind, date(2025, 3, 1), 70, dollars, house)
    assert (of(house)["Northwind Bakery"].amount, of(house)["Northwind Bakery"].first) == (100, date(2025, 3, 1))
    assert tenure.elsewhere(currency="EUR", day=house.day) == [Elsewhere("USD", D(70), 1)]


def test_cohorts_by_quarter(house: House, ours: LegalEntity) -> None:
    other = welcome("Lumen", manager=house.vera)
    pay(house.northwind, date(2025, 4, 1), 100, ours, house)
    pay(house.northwind, date(2025, 6, 30), 20, ours, house)
    pay(other, date(2025, 5, 1), 30, ours, house)
    pay(other, date(2025, 12, 31), 40, ours, house)
    since, until = tenure.quarter(date(2025, 4, 1)), tenure.quarter(date(2025, 12, 31))
    assert tenure.by_quarter(currency="EUR", since=since, until=until) == {
        (since, since): Cell(2, D(150)), (since, until): Cell(1, D(40)),
    }  # fmt: skip
    assert tenure.quarter_begins(since) == date(2025, 4, 1)


def test_income_by_month_has_every_month(house: House, ours: LegalEntity) -> None:
    pay(house.northwind, date(2025, 12, 31), 100, ours, house)
    pay(house.northwind, date(2026, 3, 1), 5, ours, house)
    assert tenure.by_month(currency="EUR", day=house.day, months=3) == {
        date(2025, 12, 1): D(100), date(2026, 1, 1): D(0), date(2026, 2, 1): D(0),
    }  # fmt: skip


def test_why_clients_left(house: House) -> None:
    dear = own_list.offered(ChurnReason, house.agency).get(name="Too expensive")
    gone = [welcome(f"Client {n}", manager=house.vera) for n in range(4)]
    for one in gone[:2]:
        leave(one, house.at, house, dear)
    leave(gone[2], house.at, house)
    leave(gone[3], house.at, house, dear)
    account.become(gone[3], State.ACTIVE, by=house.oleg, at=house.at)
    assert tenure.reasons(day=house.day, zone=BERLIN, months=12) == [Reason("Too expensive", 2), Reason("", 1)]


def test_nothing_of_another_agency_is_counted(house: House, ours: LegalEntity) -> None:
    pay(house.northwind, date(2026, 1, 5), 100, ours, house)
    with house.elsewhere.entered():
        assert tenure.tenures(currency="EUR", day=house.day, zone=BERLIN) == []


def tenures(*known: tuple[date, date | None, int, int]) -> list[Tenure]:
    """First day, last day, income of a year ago and of now."""
    return [
        Tenure(n, first, left, D(before + now), D(now), D(now), D(before))  # type: ignore[arg-type]
        for n, (first, left, before, now) in enumerate(known)
    ]


OLD = date(2024, 3, 1)


def test_with_few_clients_it_is_too_early() -> None:
    staying = Staying(tenures(*[(OLD, None, 0, 10)] * 4), date(2026, 3, 2))
    assert (staying.curve, staying.revenue, staying.growth, staying.value) == (None, None, None, None)
    two = Staying(tenures(*[(OLD, None, 10, 10)] * 2), date(2026, 3, 2))
    assert two.revenue is None


def test_a_year_ago_must_have_been_seen_in_full() -> None:
    late = [(date(2025, 1, 1), None, 10, 12)] * 3
    assert Staying(tenures(*late), date(2026, 3, 2)).revenue is None
    seen = Staying(tenures(*late, (date(2024, 12, 31), None, 0, 0)), date(2026, 3, 2))
    assert seen.revenue
    assert round(seen.revenue.net, 6) == 1.2


def test_growth_counts_new_clients_and_retention_does_not() -> None:
    known = tenures(*[(OLD, None, 10, 10)] * 3, (date(2026, 1, 1), None, 0, 15))
    staying = Staying(known, date(2026, 3, 2))
    assert staying.revenue
    assert (staying.revenue.net, staying.growth) == (1, 1.5)


def test_what_a_client_brings_waits_for_the_first_farewell() -> None:
    here = [(OLD, None, 10, 10)] * 5
    assert Staying(tenures(*here), date(2026, 3, 2)).value is None
    assert Staying(tenures(*here, (OLD, date(2025, 3, 1), 10, 0)), date(2026, 3, 2)).value


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=some.lists(some.dates(date(2024, 10, 1), date(2026, 3, 2)), min_size=1, max_size=6))
def test_another_payment_never_lowers_a_fact(house: House, ours: LegalEntity, days: list[date]) -> None:
    before: Tenure | None = None
    for day in days:
        pay(house.northwind, day, 10, ours, house)
        after = of(house)["Northwind Bakery"]
        if before:
            assert all(now >= then for now, then in zip(after[3:], before[3:], strict=True))
            assert after.first <= before.first
        before = after
