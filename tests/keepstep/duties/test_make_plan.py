"""`make_plan`: by the last working days of a month the next one's plan stands for each active client."""

from datetime import date

import pytest

from keepstep.domain.agency.service import Service
from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.domain.money.plans import APRIL, planned, sells
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "make_plan"
LAST = date(2026, 3, 31)


@pytest.fixture
def seo(house: House) -> Service:
    return sells("SEO")


@pytest.mark.parametrize(
    ("day", "since"),
    [
        ("2026-03-26", None), ("2026-03-27", "2026-03-27"), ("2026-03-28", None), ("2026-03-30", "2026-03-27"),
        ("2026-03-31", "2026-03-27"), ("2026-04-01", "2026-03-27"), ("2026-04-02", "2026-03-27"),
        ("2026-04-03", "2026-03-27"), ("2026-04-06", None), ("2026-04-15", None),
    ],
)  # fmt: skip
def test_it_is_asked_on_the_last_three_working_days_and_the_first_three_late(
    house: House, seo: Service, day: str, since: str | None
) -> None:
    """31 March 2026 is a Tuesday; the house keeps no public holidays."""
    assert asked(DUTY, day=date.fromisoformat(day)) == ([("Vera", since, 0)] if since else [])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-27", "April 2026 has no plan yet, and 3 working days are left."),
        ("2026-03-31", "April 2026 has no plan yet, and 1 working day is left."),
        ("2026-04-01", "April 2026 has begun without a plan."),
    ],
)
def test_it_says_how_many_days_are_left(house: House, seo: Service, day: str, said: str) -> None:
    asked(DUTY, day=date.fromisoformat(day))
    assert catalogue()[DUTY].reason(Item.objects.get().facts) == said


def test_a_line_does_and_a_struck_one_does_not(house: House, seo: Service) -> None:
    asked(DUTY, day=LAST)
    planned(house, seo, "1000", month=APRIL, at=morning(LAST))
    assert (asked(DUTY, day=LAST), outcomes(DUTY)) == ([], ["done"])
    planned(house, seo, None, month=APRIL, at=morning(LAST))
    assert len(asked(DUTY, day=LAST)) == 1


def test_who_pauses_is_not_planned(house: House, seo: Service) -> None:
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at)
    assert asked(DUTY, day=LAST) == []


def test_an_agency_that_sells_nothing_plans_nothing(house: House) -> None:
    assert asked(DUTY, day=LAST) == []
