"""While the work rests by agreement no duty asks for it, and after it none before the next working day (§5.2, §5.3)."""

from datetime import date, datetime, timedelta

import pytest

from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import ball, milestone, pause, project
from keepstep.domain.talk import touchpoint
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning

DAY = timedelta(days=1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in (9, 10, 11, 12, 13))
OF_THE_WORK = ("daily_update", "push_stall", "call_client", "next_step", "warn_early")


@pytest.fixture
def busy(house: House) -> House:
    """A project of which everything is due: it stalls, has no next task, and a date in danger."""
    ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at)
    milestone.promise(house.project, title="Launch", due=TUESDAY)
    return house


def counts(house: House, day: date, *, at: datetime | None = None) -> dict[str, int]:
    return {duty: len(asked(duty, day=day, at=at)) for duty in OF_THE_WORK}


def rest(house: House, *, until: datetime | None, whole: bool = True) -> pause.Pause:
    return pause.agree(
        house.northwind, project=None if whole else house.project, since=house.at, until=until, agreed_with="Ines",
        by=None, at=house.at,
    )  # fmt: skip


def test_without_a_pause_all_of_it_is_asked_for(busy: House) -> None:
    assert counts(busy, MONDAY) == {
        "daily_update": 1,
        "push_stall": 0,
        "call_client": 1,
        "next_step": 1,
        "warn_early": 1,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_asked_for_while_the_work_rests(busy: House, whole: bool) -> None:
    rest(busy, until=None, whole=whole)
    assert counts(busy, MONDAY) == {
        "daily_update": 0,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 0,
        "warn_early": 0,
    }


def test_another_project_of_the_client_is_still_told_of(busy: House) -> None:
    rest(busy, until=None, whole=False)
    project.start(busy.northwind, name="Ads", at=busy.at)
    assert counts(busy, MONDAY) == {
        "daily_update": 1,
        "push_stall": 1,
        "call_client": 0,
        "next_step": 1,
        "warn_early": 0,
    }


def test_whoever_writes_in_a_pause_gets_an_answer(busy: House) -> None:
    rest(busy, until=None)
    touchpoint.record(busy.northwind, direction="in", form="email", at=morning(MONDAY), contact=busy.ines)
    assert len(asked("answer_client", day=MONDAY, at=morning(MONDAY) + timedelta(hours=6))) == 1


def test_a_pause_to_the_end_of_a_day_is_over_on_the_next(busy: House) -> None:
    rest(busy, until=datetime.fromisoformat("2026-03-09T00:00:00+01:00"))
    assert counts(busy, MONDAY) == {
        "daily_update": 1,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 1,
        "warn_early": 1,
    }


def test_after_resuming_nothing_is_asked_for_before_the_next_working_day(busy: House) -> None:
    lasting = rest(busy, until=None)
    assert pause.resume(lasting, by=None, at=morning(MONDAY))
    noon = morning(MONDAY) + timedelta(hours=4)
    assert counts(busy, MONDAY, at=noon) == {
        "daily_update": 0,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 0,
        "warn_early": 0,
    }
    assert counts(busy, TUESDAY) == {
        "daily_update": 1,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 1,
        "warn_early": 1,
    }


def test_a_stall_counts_from_the_end_of_the_pause(busy: House) -> None:
    lasting = rest(busy, until=None)
    pause.resume(lasting, by=None, at=morning(MONDAY))
    found = {day: asked("push_stall", day=day) for day in (TUESDAY, WEDNESDAY, THURSDAY)}
    assert found == {
        TUESDAY: [],
        WEDNESDAY: [("Vera", "2026-03-11", 1)],
        THURSDAY: [("Vera", "2026-03-11", 2)],
    }


@pytest.mark.parametrize("ended", ["2026-03-07", "2026-03-08", "2026-03-09"])
def test_a_pause_through_a_sunday_is_no_milder_than_one_through_the_friday_before(busy: House, ended: str) -> None:
    rest(busy, until=datetime.fromisoformat(f"{ended}T00:00:00+01:00"))
    found = [asked("push_stall", day=day) for day in (MONDAY, TUESDAY)]
    assert found == [[], [("Vera", "2026-03-10", 1)]]


def test_what_fell_due_in_the_pause_is_overdue_from_the_first_day_after_it_on(house: House) -> None:
    ball.throw(house.project, side="client", awaited="photos", due=house.day + DAY, by=None, at=house.at)
    pause.resume(rest(house, until=None), by=None, at=morning(MONDAY))
    assert [asked("push_stall", day=day) for day in (MONDAY, TUESDAY)] == [[], [("Vera", "2026-03-10", 1)]]


def test_a_state_of_pause_is_left_in_the_same_way(busy: House) -> None:
    account.become(busy.northwind, State.PAUSED, by=None, at=busy.at)
    assert counts(busy, FRIDAY - 7 * DAY) == {
        "daily_update": 0,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 0,
        "warn_early": 0,
    }
    account.become(busy.northwind, State.ACTIVE, by=None, at=morning(MONDAY))
    noon = morning(MONDAY) + timedelta(hours=4)
    assert counts(busy, MONDAY, at=noon) == {
        "daily_update": 0,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 0,
        "warn_early": 0,
    }
    assert counts(busy, TUESDAY) == {
        "daily_update": 1,
        "push_stall": 0,
        "call_client": 0,
        "next_step": 1,
        "warn_early": 1,
    }


@pytest.mark.parametrize("duty", ["next_step", "warn_early"])
def test_what_lapsed_in_a_pause_is_asked_for_again_after_it(busy: House, duty: str) -> None:
    before = asked(duty, day=MONDAY)
    lasting = pause.agree(busy.northwind, since=morning(TUESDAY), agreed_with="Ines", by=None, at=morning(TUESDAY))
    assert asked(duty, day=TUESDAY, at=morning(TUESDAY) + timedelta(hours=1)) == []
    pause.resume(lasting, by=None, at=morning(WEDNESDAY))
    assert (asked(duty, day=THURSDAY), len(before)) == (before, 1)


def test_a_client_in_the_state_of_pause_gets_an_answer_too(busy: House) -> None:
    account.become(busy.northwind, State.PAUSED, by=None, at=busy.at)
    touchpoint.record(busy.northwind, direction="in", form="email", at=morning(MONDAY), contact=busy.ines)
    assert len(asked("answer_client", day=MONDAY, at=morning(MONDAY) + timedelta(hours=6))) == 1
