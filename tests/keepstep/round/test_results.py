"""What an update tells of goals: reached ones, else how far the nearest is; told once."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.metric import Metric
from keepstep.domain.delivery.step import Step
from keepstep.domain.talk import safety_net, update
from keepstep.duties.catalogue import catalogue
from keepstep.round.draft import compose
from keepstep.round.item import Item
from keepstep.round.run import run
from keepstep.round.safety_net import Held, coming, spread
from tests.cast import House

DAY = timedelta(days=1)
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


def asks(house: House) -> str:
    run(day=house.day, at=house.at)
    asked = Item.objects.get(duty="daily_update", account=house.northwind)
    return catalogue()["daily_update"].reason(asked.facts)


def test_a_result_alone_is_worth_an_update(house: House, orders: Metric) -> None:
    update.send(house.northwind, day=date(2026, 2, 27), subject="A", body="B", by=house.vera, at=house.at - DAY)
    assert asks(house) == "A quiet day is the most important one to write."
    read(house, orders, 430)
    assert asks(house) == "1 result to tell about."


def test_the_net_lets_a_result_out_where_nothing_else_could_be_told(house: House, orders: Metric) -> None:
    """No step, ball, task nor date: without a number there would be nothing to tell."""
    Step.objects.all().delete()
    safety_net.stretch(is_on=True, hour=time(17), by=house.oleg, at=house.at)
    run(day=house.day, at=house.at)
    five = house.at + timedelta(hours=8)

    def held() -> str | None:
        return coming([house.northwind.pk], day=house.day, at=five)[house.northwind.pk].held

    assert held() == Held.NOTHING
    read(house, orders, 430)
    assert held() is None
    spread(house.agency.pk, at=five)
    sent = update.Update.objects.get(by_itself=True)
    assert "430" in sent.body
    assert sent.facts["quiet"] is False


def test_a_goal_reached_since_the_last_update_is_a_result_and_one_told_already_is_none(
    house: House, orders: Metric
) -> None:
    read(house, orders, 700, ago=9)
    assert asks(house) == "1 step to tell about. 1 result to tell about."
    update.send(house.northwind, day=house.day, subject="A", body="B", by=house.vera, at=house.at - timedelta(hours=8))
    later = house.at + DAY
    run(day=later.date(), at=later)
    asked = Item.objects.get(duty="daily_update", account=house.northwind, since=later.date())
    assert asked.facts["results"] == 0
    read(house, orders, 710, ago=-1)
    run(day=later.date(), at=later)
    asked.refresh_from_db()
    assert asked.facts["results"] == 0, "both goals are reached and told: another number reaches nothing"
