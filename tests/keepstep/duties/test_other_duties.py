"""`answer_client`, `next_step`, `kickoff` and `warn_early`."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import ball, milestone, passing, task
from keepstep.domain.delivery.ball import Side
from keepstep.domain.talk import touchpoint
from keepstep.duties import warn_early
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-03-02T07:30:00+00:00", "2026-03-02T12:00:00+00:00"),
        ("2026-03-02T08:00:00+00:00", "2026-03-02T12:00:00+00:00"),
        ("2026-03-02T10:00:00+00:00", "2026-03-02T15:00:00+00:00"),
        ("2026-02-27T16:00:00+00:00", "2026-03-02T11:00:00+00:00"),
        ("2026-02-28T10:00:00+00:00", "2026-03-02T12:00:00+00:00"),
    ],
)
def test_an_answer_is_due_four_working_hours_after_the_message(house: House, written: str, due: str) -> None:
    at = house.at.fromisoformat(written)
    touchpoint.record(house.northwind, direction="in", form="email", contact=house.ines, summary="When?", at=at)
    asked("answer_client", day=house.day, at=house.at + timedelta(hours=3))
    assert Item.objects.get().due.isoformat() == due


def test_an_answer_closes_the_question_and_a_daily_update_does_not(house: House) -> None:
    touchpoint.record(house.northwind, direction="in", form="email", contact=house.ines, at=house.at)
    touchpoint.record(house.northwind, direction="out", form="update", by=house.vera, at=house.at)
    assert asked("answer_client", day=house.day) == [("Vera", "2026-03-02", 0)]
    touchpoint.record(house.northwind, direction="out", form="email", by=house.vera, at=house.at)
    assert asked("answer_client", day=house.day) == []
    assert outcomes("answer_client") == ["done"]


def test_a_message_that_needs_no_answer_is_settled(house: House) -> None:
    thanks = touchpoint.record(house.northwind, direction="in", form="email", contact=house.ines, at=house.at)
    asked("answer_client", day=house.day)
    assert touchpoint.settle(thanks, by=house.vera, at=house.at)
    assert asked("answer_client", day=house.day) == []


def test_a_project_without_a_dated_task_ahead_is_asked_about(house: House) -> None:
    assert asked("next_step", day=house.day) == [("Pavel", "2026-01-31", 0)]
    task.plan(house.project, title="Undated", at=house.at)
    assert asked("next_step", day=house.day) == [("Pavel", "2026-01-31", 0)]
    task.plan(house.project, title="Header", due=TUESDAY, at=house.at)
    assert asked("next_step", day=house.day) == []
    assert outcomes("next_step") == ["done"]


def test_when_the_last_date_has_passed_the_next_one_is_asked_for(house: House) -> None:
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    assert asked("next_step", day=house.day) == []
    assert asked("next_step", day=TUESDAY) == [("Pavel", "2026-03-02", 0)]


def test_a_new_client_is_kicked_off_within_five_working_days(house: House) -> None:
    fresh = account.welcome(name="Fresh", manager=house.vera, by=house.oleg, at=house.at)
    assert asked("kickoff", day=house.day) == [("Vera", "2026-03-02", 0)]
    item = Item.objects.get()
    assert (item.due.isoformat(), item.facts["contacts"]) == ("2026-03-09T17:00:00+00:00", 0)
    account.become(fresh, State.ACTIVE, by=house.vera, at=house.at + timedelta(minutes=5))
    assert asked("kickoff", day=house.day, at=house.at + timedelta(minutes=6)) == []
    assert outcomes("kickoff") == ["done"]


def test_a_near_date_is_warned_of_when_the_client_still_has_the_ball(house: House) -> None:
    milestone.promise(house.project, title="Launch", due=date(2026, 3, 5))
    assert asked("warn_early", day=house.day) == []
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    assert asked("warn_early", day=house.day) == [("Vera", "2026-03-02", 0)]


def test_a_far_date_is_not_warned_of(house: House) -> None:
    milestone.promise(house.project, title="Launch", due=date(2026, 3, 6))
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    assert asked("warn_early", day=house.day) == []


def test_a_date_slips_when_what_is_awaited_comes_too_late_for_the_work_after_it(house: House) -> None:
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 3, 13))
    photos = ball.throw(
        house.project, side=Side.CLIENT, awaited="Photos", due=date(2026, 3, 12), by=house.vera, at=house.at
    )
    assert asked("warn_early", day=house.day) == []
    for title in ("Gallery", "Proofs"):
        task.plan(house.project, title=title, milestone=launch, at=house.at)
    assert asked("warn_early", day=house.day) == [("Vera", "2026-03-02", 0)]
    item = Item.objects.get(duty="warn_early")
    assert item.ball == photos
    with translation.override("en"):
        assert warn_early.reason(item.facts) == (
            "“Photos” is likely to be here on 12 March, and 2 days of work follow: 13 March cannot hold, 16 March can."
        )
    milestone.move(launch, to=date(2026, 3, 16), by=house.vera, at=house.at, reason="photos")
    assert asked("warn_early", day=house.day) == []


def test_a_side_is_expected_to_take_as_long_as_it_usually_does(house: House) -> None:
    for days in (6, 7, 8):
        came = house.at - timedelta(days=14)
        late = ball.throw(house.project, side=Side.CLIENT, awaited="texts", by=house.vera, at=came)
        passing.land(late, by=house.vera, at=came + timedelta(days=days))
    milestone.promise(house.project, title="Launch", due=date(2026, 3, 9))
    assert asked("warn_early", day=house.day) == []
    ball.throw(house.project, side=Side.CLIENT, awaited="Photos", by=house.vera, at=house.at)
    assert asked("warn_early", day=house.day) == [("Vera", "2026-03-02", 0)]
    assert Item.objects.get(duty="warn_early").facts["back"] == "2026-03-09"


def test_a_late_task_endangers_its_milestone(house: House) -> None:
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 3, 4))
    task.plan(house.project, title="Header", due=date(2026, 2, 27), milestone=launch, at=house.at)
    assert asked("warn_early", day=house.day) == [("Vera", "2026-02-27", 0)]


def test_a_date_that_moved_with_a_word_to_the_client_is_done(house: House) -> None:
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 2, 27))
    assert asked("warn_early", day=house.day) == [("Vera", "2026-02-24", 0)]
    milestone.move(launch, to=date(2026, 3, 20), by=house.vera, at=house.at, reason="photos")
    assert asked("warn_early", day=house.day) == []
    assert outcomes("warn_early") == ["done"]


def test_a_date_that_was_reached_is_done(house: House) -> None:
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 2, 27))
    asked("warn_early", day=house.day)
    milestone.reach(launch, by=house.pavel, at=morning(house.day))
    assert asked("warn_early", day=house.day) == []
    assert outcomes("warn_early") == ["done"]
