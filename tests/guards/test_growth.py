"""The round and the head's page of stalls in houses of two sizes: four times the clients are four times the work.

Rows are counted and not seconds: whatever each step of a plan gave or threw away.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from bench.house import House, Size, build, tidy
from keepstep.desk import Desk
from keepstep.postgres.provision import OWNER
from keepstep.round.case import cases
from keepstep.round.run import run

FEW, MANY, MOST = 500, 2000, 5
"""The planner may choose another way in a larger house, which costs a little more; a square would be sixteen times."""
PLANNED = {"with", "select", "insert", "update"}
THROWN_AWAY = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", OWNER])


def rows_looked_at(act: Callable[[], object]) -> float:
    """By all steps of all its statements."""
    plans: list[dict[str, Any]] = []

    def explained(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.split(maxsplit=1)[0].lower() in PLANNED:
            with transaction.atomic():
                context["cursor"].cursor.execute(f"explain (analyze, format json) {sql}", values)
                plans.append(context["cursor"].cursor.fetchone()[0][0]["Plan"])
                transaction.set_rollback(True)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(explained):
        act()
    return sum(_rows(step) for plan in plans for step in _steps(plan))


def _rows(step: dict[str, Any]) -> float:
    each: float = step["Actual Rows"] + sum(step.get(name, 0) for name in THROWN_AWAY)
    return step["Actual Loops"] * each


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for step in plan.get("Plans", ()):
        yield from _steps(step)


def test_four_times_the_clients_are_four_times_the_work() -> None:
    houses = [build(Size(size, one_rests_in=10)) for size in (FEW, MANY)]
    few, many = [_looked_at(house) for house in houses]
    grown = {name: many[name] / few[name] for name in few}
    assert {name: times for name, times in grown.items() if times > MOST} == {}


def _looked_at(house: House) -> dict[str, float]:
    """By the second round of the day, when the server knows of the items of the first. It knows all tables: what it
    takes an unknown one for depends on whether it has looked at it before, for another test."""
    with house.agency.entered():
        run(day=house.today, at=house.at)
    tidy()
    with house.agency.entered():
        return {
            "round": rows_looked_at(lambda: run(day=house.today, at=house.at)),
            "stalls": rows_looked_at(lambda: cases(Desk(house.head), at=house.at)),
        }
