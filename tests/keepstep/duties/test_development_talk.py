"""`development_talk`: the check falls or stands still, or there is a strong offer; a talk held leaves it closed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.agency.service import Service
from keepstep.domain.money import development, development_talk, next_offer
from keepstep.domain.money.development import TRENDS
from keepstep.domain.money.payment import Payment
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.domain.money.plans import of, paid, sells
from tests.keepstep.domain.money.test_next_offer import crowd
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "development_talk"
DAY = date(2026, 3, 2)
MONTHS = [(2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2)]


def live(house: House, rate: float, *, months: int = 6) -> None:
    seo = Service.objects.filter(name="SEO").first() or sells("SEO")
    for n, (year, month) in list(enumerate(MONTHS))[:months]:
        paid(house, date(year, month, 16), of(seo, f"{10000 * (1 + rate) ** n:.2f}"))


@pytest.mark.parametrize(
    ("rate", "months", "said"),
    [
        (-0.1, 6, "The average check falls by 10 % a month."),
        (-0.1, 3, "The average check falls by 10 % a month."),
        (0, 6, "The average check has stood still for half a year."),
        (0, 5, ""), (0.1, 6, ""), (-0.1, 2, ""),
    ],
)  # fmt: skip
def test_what_falls_or_stands_still_is_talked_about(house: House, rate: float, months: int, said: str) -> None:
    live(house, rate, months=months)
    asked(DUTY, day=DAY)
    assert [catalogue()[DUTY].reason(one.facts) for one in Item.objects.all()] == ([said] if said else [])


def test_a_strong_offer_is_talked_about(house: House) -> None:
    """Five of seven who buy SEO also buy content, as do five of eight of all: 1.14 times as often is not strong."""
    crowd(house)
    next_offer.look(agency=house.agency, day=DAY)
    assert asked(DUTY, day=DAY) == []
    next_offer.NextOffer.objects.filter(account=house.northwind).update(lift=next_offer.STRONG)
    assert asked(DUTY, day=DAY) == [("Vera", "2026-01-01", 0)]


def talk(house: House, day: date) -> None:
    development_talk.record(
        house.northwind, held_on=day, outcome="later", words="After Easter", by=house.vera, at=morning(day)
    )


def test_a_talk_closes_it_and_it_stays_closed_for_the_quarter(house: House) -> None:
    live(house, -0.1)
    assert len(asked(DUTY, day=DAY)) == 1
    talk(house, DAY)
    assert (asked(DUTY, day=DAY), outcomes(DUTY)) == ([], ["done"])
    assert asked(DUTY, day=date(2026, 3, 31)) == []


@pytest.mark.parametrize(("day", "count"), [("2026-04-01", 0), ("2026-05-29", 0), ("2026-06-01", 1)])
def test_ninety_days_after_a_talk_it_may_be_asked_again(house: House, day: str, count: int) -> None:
    """Held on 2 March; the 90th day after it is 31 May, a Sunday."""
    seo = sells("SEO")
    for n, month in enumerate((1, 2, 3, 4, 5)):
        paid(house, date(2026, month, 16), of(seo, str(round(10000 * 0.9**n))))
    talk(house, DAY)
    assert len(asked(DUTY, day=date.fromisoformat(day))) == count


def test_the_quarter_names_the_item(house: House) -> None:
    live(house, -0.1)
    assert asked(DUTY, day=DAY) == asked(DUTY, day=DAY + timedelta(days=1)) == [("Vera", "2026-01-01", 0)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.one_of(some.none(), some.integers(1, 99999)), min_size=6, max_size=6))
def test_the_rule_knows_the_same_trend_as_the_formula(house: House, checks: list[int | None]) -> None:
    """One rule in two languages: this test is why they are one."""
    seo = Service.objects.filter(name="SEO").first() or sells("SEO")
    Payment.objects.update(undone_at=house.at)
    for (year, month), amount in zip(MONTHS, checks, strict=True):
        if amount:
            paid(house, date(year, month, 16), of(seo, str(amount)))
    known = development.of_accounts([house.northwind.pk], day=DAY)
    with connection.cursor() as cursor:
        cursor.execute(TRENDS, {"day": DAY, "accounts": [house.northwind.pk]})
        found = cursor.fetchall()
    expected = known[house.northwind.pk].trend if known else None
    if expected is None or expected.rate is None:
        assert found == []
    else:
        ((_account, rate, months),) = found
        assert (rate, months) == (pytest.approx(expected.rate, abs=1e-9), expected.months)
