"""`client_goal`: once a quarter, while no goal with a number and a date is ahead."""

from datetime import date, timedelta
from decimal import Decimal

from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.metric import Metric
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "client_goal"
APRIL = date(2026, 4, 24)
"""By then every client's day of the quarter has come."""


def reason() -> str:
    return catalogue()[DUTY].reason(Item.objects.filter(duty=DUTY).order_by("-since")[0].facts)


def followed(house: House) -> Metric:
    return metric.keep(house.northwind, name="Orders", by=house.vera, at=house.at)


def test_a_client_without_a_goal_is_asked_for_once_a_quarter(house: House) -> None:
    assert asked(DUTY, day=house.day) == []
    assert asked(DUTY, day=APRIL) == [("Vera", "2026-04-01", 0)]
    assert reason() == "No goal with a number and a date is agreed."
    followed(house)
    assert asked(DUTY, day=APRIL + timedelta(days=3)) == [("Vera", "2026-04-01", 0)]
    assert reason() == "Their numbers are followed, but no goal is agreed."


def test_a_goal_that_is_ahead_is_what_is_asked_for_and_given_up_it_is_none(house: House) -> None:
    asked(DUTY, day=APRIL)
    set_ = goal.set_goal(followed(house), target=Decimal(500), due=APRIL, by=house.vera, at=house.at)
    assert (asked(DUTY, day=APRIL), outcomes(DUTY)) == ([], ["done"])
    goal.drop(set_, by=house.vera, at=house.at)
    assert len(asked(DUTY, day=APRIL)) == 1


def test_once_its_day_has_passed_or_it_is_reached_the_next_one_is_asked_for(house: House) -> None:
    orders = followed(house)
    goal.set_goal(orders, target=Decimal(500), due=date(2026, 7, 23), by=house.vera, at=house.at)
    assert asked(DUTY, day=date(2026, 7, 23)) == []
    assert asked(DUTY, day=date(2026, 7, 24)) == [("Vera", "2026-07-01", 0)]
    assert reason() == "The day of the goal of “Orders” has passed: agree on a new one."
    goal.set_goal(orders, target=Decimal(600), due=date(2026, 12, 31), by=house.vera, at=morning(date(2026, 7, 24)))
    assert asked(DUTY, day=date(2026, 7, 27)) == []
    measuring.read(
        orders, day=date(2026, 7, 1), value=Decimal(600), by=house.vera, at=morning(date(2026, 7, 27))
    )  # fmt: skip
    assert asked(DUTY, day=date(2026, 7, 28)) == [("Vera", "2026-07-01", 0)]
    assert reason() == "The goal of “Orders” is reached: agree on the next one."


def test_a_metric_that_is_followed_no_more_has_no_goal(house: House) -> None:
    orders = followed(house)
    goal.set_goal(orders, target=Decimal(500), due=date(2026, 12, 31), by=house.vera, at=house.at)
    metric.close(orders, by=house.vera, at=house.at)
    assert asked(DUTY, day=APRIL) == [("Vera", "2026-04-01", 0)]
