"""`growth_review`: once a quarter with each client who was with us long enough, until it is recorded."""

from datetime import date

import pytest

from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.money import growth_review
from keepstep.domain.money.growth_review import GrowthReview, ReviewedAlready, end_of, quarter_before
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "growth_review"
APRIL = date(2026, 4, 1)


def reviewed(house: House) -> GrowthReview:
    return growth_review.record(
        house.northwind, quarter=date(2026, 1, 1), said="Good.", plan="More.", by=house.vera, at=morning(APRIL)
    )


def test_a_quarter_is_reviewed_from_the_first_working_day_of_the_next(house: House) -> None:
    """The client came in January: too late for a review of the autumn."""
    assert asked(DUTY, day=house.day) == []
    assert asked(DUTY, day=date(2026, 3, 31)) == []
    assert asked(DUTY, day=APRIL) == [("Vera", "2026-01-01", 0)]
    [item] = Item.objects.all()
    assert (item.due.date(), catalogue()[DUTY].reason(item.facts)) == (
        date(2026, 4, 14), "Quarter 1 of 2026 is over and was not talked over with the client yet.",
    )  # fmt: skip


def test_recorded_it_is_done_and_taken_back_it_is_not(house: House) -> None:
    asked(DUTY, day=APRIL)
    made = reviewed(house)
    assert (asked(DUTY, day=APRIL), outcomes(DUTY)) == ([], ["done"])
    with pytest.raises(ReviewedAlready):
        reviewed(house)
    assert growth_review.withdraw(made, at=morning(APRIL)) is True
    assert len(asked(DUTY, day=APRIL)) == 1
    assert asked(DUTY, day=date(2026, 7, 1)) == [("Vera", "2026-04-01", 0)]


def test_nobody_is_asked_about_a_client_that_is_gone_or_rests(house: House) -> None:
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at)
    assert asked(DUTY, day=APRIL) == []


@pytest.mark.parametrize(
    ("day", "quarter", "ends"),
    [
        ("2026-01-01", "2025-10-01", "2026-01-01"), ("2026-03-31", "2025-10-01", "2026-01-01"),
        ("2026-04-01", "2026-01-01", "2026-04-01"), ("2026-12-31", "2026-07-01", "2026-10-01"),
    ],
)  # fmt: skip
def test_the_quarter_before_and_its_end(day: str, quarter: str, ends: str) -> None:
    found = quarter_before(date.fromisoformat(day))
    assert (found, end_of(found)) == (date.fromisoformat(quarter), date.fromisoformat(ends))
