"""What an update tells of goals: reached ones, else how far the nearest is; told once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.metric import Metric
from keepstep.domain.talk import update
from keepstep.round.draft import compose
from tests.cast import House

JUNE = date(2026, 6, 30)


@pytest.fixture
def orders(house: House) -> Metric:
    made = metric.keep(house.northwind, name="Orders", unit="pcs", by=house.vera, at=house.at - timedelta(days=40))
    for target, due in ((500, JUNE), (600, date(2026, 12, 31))):
        goal.set_goal(made, target=Decimal(target), due=due, by=house.vera, at=house.at - timedelta(days=40))
    return made


def read(house: House, known: Metric, value: int, *, month: int = 3, ago: int = 1) -> None:
    measuring.read(
        known, day=date(2026, month, 1), value=Decimal(value), by=house.vera, at=house.at - timedelta(hours=ago)
    )


def body(house: House) -> str:
    return compose(house.northwind, day=house.day, at=house.at).body.replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_number_since_the_last_update_nothing_is_told(house: House, orders: Metric) -> None:
    assert "Result" not in body(house)
    read(house, orders, 430)
    update.send(
        house.northwind, day=house.day, subject="A", body="B", by=house.vera, at=house.at - timedelta(minutes=9)
    )
    assert "Result" not in body(house)


def test_a_new_number_is_told_against_the_nearest_goal(house: House, orders: Metric) -> None:
    read(house, orders, 430)
    assert "**Result**\n- Orders, March 2026: 430 pcs. The goal is 500 pcs by 30 June 2026" in body(house)
    draft = compose(house.northwind, day=house.day, at=house.at)
    assert (draft.is_quiet, len(draft.facts["goals"])) == (False, 1)


def test_a_goal_that_is_reached_is_told_instead_once(house: House, orders: Metric) -> None:
    read(house, orders, 510, ago=2)
    assert "- Orders, March 2026: 510 pcs. The goal of 500 pcs is reached" in body(house)
    assert "600" not in body(house)
    update.send(house.northwind, day=house.day, subject="A", body="B", by=house.vera, at=house.at - timedelta(hours=1))
    read(house, orders, 520, ago=0)
    assert "- Orders, March 2026: 520 pcs. The goal is 600 pcs by 31 December 2026" in body(house)


def test_a_metric_without_a_goal_or_no_longer_followed_is_not_told(house: House, orders: Metric) -> None:
    visits = metric.keep(house.northwind, name="Visits", by=house.vera, at=house.at)
    read(house, visits, 90)
    assert "Result" not in body(house)
    read(house, orders, 430)
    metric.close(orders, by=house.vera, at=house.at)
    assert "Result" not in body(house)
