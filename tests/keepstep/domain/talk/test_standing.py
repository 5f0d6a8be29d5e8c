from datetime import datetime, timedelta

import pytest

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, State
from keepstep.domain.delivery import ball, pause, project
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.movement import Hands
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.standing import Standing, standings
from keepstep.formulas.day_count import DayCount
from tests.cast import House, welcome


def standing(house: House, one: Account) -> Standing:
    time = default_calendar().working_time()
    days = DayCount(time.is_working_day, today=house.day)
    return standings([one.pk], days=days, zone="Europe/Berlin", patience=2, at=house.at)[one.pk]


def test_a_client_with_a_moving_project_stands_well(house: House) -> None:
    assert standing(house, house.northwind) == Standing(
        state="active", due=0, kept=0, projects=1, hands=Hands.US, stall=0
    )


def test_the_order_is_of_the_last_twenty_due_days(house: House) -> None:
    for back in range(1, 31):
        day = house.day - timedelta(days=back)
        DueDay.objects.create(account=house.northwind, day=day, kept_at=house.at if back <= 15 else None)
    found = standing(house, house.northwind)
    assert (found.kept, found.due) == (15, 20)


def test_today_counts_once_it_is_kept(house: House) -> None:
    today = DueDay.objects.create(account=house.northwind, day=house.day)
    before = standing(house, house.northwind).due
    DueDay.objects.filter(pk=today.pk).update(kept_at=house.at)
    assert (before, standing(house, house.northwind).due) == (0, 1)


def test_the_longest_stall_and_all_hands_of_its_projects_count(house: House) -> None:
    project.start(house.northwind, name="Ads", at=house.at - timedelta(days=10))
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    found = standing(house, house.northwind)
    assert (found.projects, found.hands, found.stall) == (2, Hands.US | Hands.CLIENT, 5)


def test_a_project_of_its_own_patience_stalls_by_it(house: House) -> None:
    slow = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=10))
    slow.stall_after = 4
    slow.save(update_fields=["stall_after"])
    assert standing(house, house.northwind).stall == 3


@pytest.mark.parametrize("ended", ["2026-02-21", "2026-02-22", "2026-02-23"])
def test_a_pause_through_a_sunday_is_no_milder_than_one_through_the_friday_before(house: House, ended: str) -> None:
    one = welcome("Elm Books", manager=house.vera)
    project.start(one, name="Ads", at=house.at - timedelta(days=30))
    pause.agree(
        one, since=house.at - timedelta(days=25), until=datetime.fromisoformat(f"{ended}T00:00:00+01:00"),
        agreed_with="Ines", by=None, at=house.at,
    )  # fmt: skip
    assert standing(house, one).stall == 5


def test_a_client_without_open_projects_is_in_nobodys_hands(house: House) -> None:
    assert standing(house, welcome("Empty", manager=house.vera)) == Standing(
        state="active", due=0, kept=0, projects=0, hands=Hands.NOBODY, stall=0
    )


def test_a_paused_client_does_not_stall(house: House) -> None:
    project.start(house.northwind, name="Ads", at=house.at - timedelta(days=10))
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at, reason="holidays")
    found = standing(house, house.northwind)
    assert (found.state, found.stall) == ("paused", 0)
