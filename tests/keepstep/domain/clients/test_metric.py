"""A client's metrics, their readings and goals, and that a goal is reached once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.goal import Achievement, Goal, NotAhead, ReachedAlready, SetAlready
from keepstep.domain.clients.measure import Measure, Way
from keepstep.domain.clients.measuring import Entry, NotYet
from keepstep.domain.clients.metric import Metric, NameTaken, Rhythm
from tests.cast import House

JUNE = date(2026, 6, 30)


@pytest.fixture
def orders(house: House) -> Metric:
    """Orders a month of which the more the better."""
    return metric.keep(house.northwind, name="Orders", by=house.vera, at=house.at)


def told(known: Metric) -> list[tuple[str, int]]:
    rows = Measure.objects.standing().filter(metric=known).order_by("day").values_list("day", "value")
    return [(str(day), int(value)) for day, value in rows]


def reached() -> list[tuple[int, str]]:
    rows = Achievement.objects.standing().order_by("goal__target").values_list("goal__target", "day")
    return [(int(target), str(day)) for target, day in rows]


def read(house: House, known: Metric, day: str, value: int) -> measuring.Entered:
    at = max(house.at, house.at.replace(month=int(day[5:7]), day=int(day[8:])) + timedelta(hours=3))
    return measuring.read(known, day=date.fromisoformat(day), value=Decimal(value), by=house.vera, at=at)


def test_a_monthly_number_stands_under_the_first_of_its_month(house: House, orders: Metric) -> None:
    read(house, orders, "2026-02-17", 410)
    daily = metric.keep(house.northwind, name="Visits", rhythm=Rhythm.DAILY, by=house.vera, at=house.at)
    read(house, daily, "2026-02-17", 90)
    assert (told(orders), told(daily)) == ([("2026-02-01", 410)], [("2026-02-17", 90)])


def test_the_same_again_adds_nothing_and_another_number_replaces_it(house: House, orders: Metric) -> None:
    assert read(house, orders, "2026-02-01", 410)[:3] == (1, 0, 0)
    assert read(house, orders, "2026-02-28", 410)[:3] == (0, 0, 1)
    assert read(house, orders, "2026-02-01", 420)[:3] == (0, 1, 0)
    assert told(orders) == [("2026-02-01", 420)]
    assert Measure.objects.count() == 2


def test_no_number_is_known_of_a_day_ahead_or_long_gone(house: House, orders: Metric) -> None:
    for day in (house.day + timedelta(days=1), date(2015, 1, 1)):
        with pytest.raises(NotYet):
            measuring.read(orders, day=day, value=Decimal(1), by=house.vera, at=house.at)


def test_a_goal_is_reached_once_by_the_first_number_that_does(house: House, orders: Metric) -> None:
    read(house, orders, "2026-02-01", 410)
    goal.set_goal(orders, target=Decimal(500), due=JUNE, by=house.vera, at=house.at)
    assert read(house, orders, "2026-03-01", 499).achievements == []
    assert [one.day for one in read(house, orders, "2026-04-01", 500).achievements] == [date(2026, 4, 1)]
    assert read(house, orders, "2026-05-01", 600).achievements == []
    assert reached() == [(500, "2026-04-01")]


def test_of_a_cost_the_less_reaches_it(house: House) -> None:
    cost = metric.keep(house.northwind, name="Cost of a lead", better="down", by=house.vera, at=house.at)
    read(house, cost, "2026-02-01", 30)
    goal.set_goal(cost, target=Decimal(20), due=JUNE, by=house.vera, at=house.at)
    read(house, cost, "2026-03-01", 21)
    assert reached() == []
    read(house, cost, "2026-04-01", 20)
    assert reached() == [(20, "2026-04-01")]


def test_after_its_day_and_before_it_was_set_a_number_reaches_nothing(house: House, orders: Metric) -> None:
    goal.set_goal(orders, target=Decimal(500), due=date(2026, 4, 30), by=house.vera, at=house.at)
    read(house, orders, "2026-02-01", 900)
    read(house, orders, "2026-05-01", 900)
    assert reached() == []
    read(house, orders, "2026-04-01", 900)
    assert reached() == [(500, "2026-04-01")]


def test_a_wrong_number_takes_its_achievement_with_it(house: House, orders: Metric) -> None:
    goal.set_goal(orders, target=Decimal(500), due=JUNE, by=house.vera, at=house.at)
    read(house, orders, "2026-03-01", 510)
    read(house, orders, "2026-03-01", 450)
    assert reached() == []
    read(house, orders, "2026-04-01", 510)
    assert reached() == [(500, "2026-04-01")]
    assert measuring.take_back(Measure.objects.standing().get(day=date(2026, 4, 1)), at=house.at) is True
    assert (reached(), told(orders)) == ([], [("2026-03-01", 450)])


def test_a_goal_lies_ahead_and_is_set_once(house: House, orders: Metric) -> None:
    read(house, orders, "2026-02-01", 410)
    with pytest.raises(NotAhead):
        goal.set_goal(orders, target=Decimal(500), due=house.day - timedelta(days=1), by=house.vera, at=house.at)
    with pytest.raises(ReachedAlready):
        goal.set_goal(orders, target=Decimal(410), due=JUNE, by=house.vera, at=house.at)
    made = goal.set_goal(orders, target=Decimal(500), due=JUNE, by=house.vera, at=house.at)
    with pytest.raises(SetAlready):
        goal.set_goal(orders, target=Decimal(500), due=JUNE, by=house.vera, at=house.at)
    assert (goal.drop(made, by=house.vera, at=house.at), goal.drop(made, by=house.vera, at=house.at)) == (True, False)
    read(house, orders, "2026-03-01", 600)
    assert (reached(), Goal.objects.standing().count()) == ([], 0)
    assert goal.take_up(made) is True


def test_a_client_has_one_metric_of_a_name_and_one_that_is_its_size(house: House, orders: Metric) -> None:
    with pytest.raises(NameTaken):
        metric.keep(house.northwind, name="orders", by=house.vera, at=house.at)
    income = metric.keep(house.northwind, name="Income", by=house.vera, at=house.at)
    metric.take_as_size(orders, by=house.vera, at=house.at)
    metric.take_as_size(income, by=house.vera, at=house.at)
    assert [one.name for one in Metric.objects.sizes()] == ["Income"]
    with pytest.raises(IntegrityError, match="one_metric_is_the_size_of_a_client"), transaction.atomic():
        Metric.objects.update(size_at=house.at)
    assert metric.close(income, by=house.vera, at=house.at) is True
    metric.take_as_size(orders, by=house.vera, at=house.at)
    income.refresh_from_db()
    assert metric.reopen(income) is False


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), min_size=1, max_size=8))
def test_entered_twice_nothing_is_added_whatever_it_is(
    house: House, orders: Metric, entries: list[tuple[int, int]]
) -> None:
    rows = [Entry(orders, date(2025, month + 1, 5), Decimal(value)) for month, value in entries]
    measuring.enter(rows, by=house.vera, at=house.at, way=Way.FILE)
    once = told(orders)
    again = measuring.enter(rows, by=house.vera, at=house.at, way=Way.FILE)
    assert (again[:3], told(orders)) == ((0, 0, len({month for month, _value in entries})), once)
