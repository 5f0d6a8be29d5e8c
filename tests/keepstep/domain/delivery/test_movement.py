from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account
from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery import ball, passing, pause, project, step
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.movement import Hands, Movement, movements, stall
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.formulas.day_count import DayCount
from tests.cast import House

FRIDAY = date(2026, 2, 27)


def moved(house: House, *projects: Project) -> list[Movement]:
    time = default_calendar().working_time()
    days = DayCount(time.is_working_day, today=house.day)
    found = movements([one.pk for one in projects], days=days, zone="Europe/Berlin", patience=2, at=house.at)
    return [found[one.pk] for one in projects]


def test_a_project_without_a_ball_is_in_our_hands(house: House) -> None:
    assert moved(house, house.project) == [Movement(FRIDAY, 0, Hands.US)]


def test_balls_of_several_sides_are_in_several_hands(house: House) -> None:
    for side in (Side.CLIENT, Side.THIRD):
        ball.throw(house.project, side=side, awaited="photos", third_party="printer", by=house.vera, at=house.at)
    assert moved(house, house.project) == [Movement(FRIDAY, 0, Hands.CLIENT | Hands.THIRD)]


def test_a_passed_ball_is_in_nobodys_hands(house: House) -> None:
    held = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    passing.land(held, by=house.vera, at=house.at)
    assert moved(house, house.project) == [Movement(FRIDAY, 0, Hands.US)]


def test_a_project_that_never_moved_stalls_from_its_opening(house: House) -> None:
    made = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=5))
    assert moved(house, made) == [Movement(None, 2, Hands.US)]


def test_an_overdue_ball_stalls_a_project_that_moves(house: House) -> None:
    ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", due=FRIDAY, by=house.vera, at=house.at - timedelta(days=9)
    )
    assert moved(house, house.project) == [Movement(FRIDAY, 1, Hands.CLIENT)]


@pytest.mark.parametrize("ended", ["2026-02-21", "2026-02-22", "2026-02-23"])
def test_a_pause_through_a_sunday_is_no_milder_than_one_through_the_friday_before(house: House, ended: str) -> None:
    made = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=40))
    pause.agree(
        house.northwind, project=made, since=house.at - timedelta(days=30), agreed_with="Ines", by=None, at=house.at,
        until=datetime.fromisoformat(f"{ended}T00:00:00+01:00"),
    )  # fmt: skip
    time = default_calendar().working_time()
    days = DayCount(time.is_working_day, today=house.day)
    state = AccountState.objects.get(account=house.northwind, until=None)
    alone = stall(made, state, None, [], days, time, 2, Pause.objects.of(made), house.at)
    assert (moved(house, made)[0].stall, alone) == (5, 5)


def test_a_project_of_a_paused_client_does_not_stall(house: House) -> None:
    made = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=20))
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at, reason="holidays")
    assert moved(house, made) == [Movement(None, 0, Hands.US)]


def test_a_closed_project_is_in_nobodys_hands(house: House) -> None:
    project.close(house.project, at=house.at)
    assert moved(house, house.project) == [Movement(FRIDAY, 0, Hands.NOBODY)]


def test_a_page_of_projects_costs_one_query(house: House) -> None:
    others = [project.start(house.northwind, name=name, at=house.at) for name in ("Ads", "Blog")]
    time = default_calendar().working_time()
    days = DayCount(time.is_working_day, today=house.day)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        movements(
            [one.pk for one in (house.project, *others)], days=days, zone="Europe/Berlin", patience=2, at=house.at
        )
    assert len(queries) == 1


@pytest.mark.parametrize("days_ago", [0, 3, 4, 5, 10])
def test_one_project_and_a_page_of_them_agree_on_the_stall(house: House, days_ago: int) -> None:
    made = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=20))
    last = step.record(made, title="Banner", by=house.vera, at=house.at - timedelta(days=days_ago))
    ball.throw(made, side=Side.CLIENT, awaited="x", due=FRIDAY, by=house.vera, at=house.at - timedelta(days=8))
    time = default_calendar().working_time()
    state = AccountState.objects.get(account=house.northwind, until=None)
    balls = Ball.objects.in_the_air().filter(project=made)
    days = DayCount(time.is_working_day, today=house.day)
    assert last is not None
    assert stall(made, state, last.day, balls, days, time, 2, [], house.at) == moved(house, made)[0].stall
