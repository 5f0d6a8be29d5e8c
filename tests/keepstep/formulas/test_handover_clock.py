"""Clocks of a handover: each leg in working time, slow from the second working day on, typical from three on (§5.8)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from keepstep.formulas.handover_clock import Leg, legs, typical
from keepstep.formulas.working_time import WorkingTime

HOUR = timedelta(hours=1)
OFFICE = WorkingTime(zone="UTC", week=dict.fromkeys(range(5), ((time(9), time(17)),)))


def at(day: int, hour: int) -> datetime:
    """In the week of Monday 2 March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def ran(*moments: datetime | None, now: datetime) -> list[tuple[object, bool, bool]]:
    won, assigned, accepted, contacted = moments
    found = legs(OFFICE, won=won, assigned=assigned, accepted=accepted, contacted=contacted, now=now)
    return [(leg.took and leg.took / HOUR, leg.runs, leg.is_slow) for leg in found]


def test_each_leg_is_the_working_time_from_the_moment_before() -> None:
    assert ran(at(2, 9), at(2, 11), at(3, 10), at(5, 9), now=at(9, 9)) == [
        (2, False, False), (7, False, False), (15, False, True)
    ]  # fmt: skip


def test_the_last_leg_begun_runs_and_the_next_has_not_begun() -> None:
    assert ran(at(2, 9), at(2, 11), None, None, now=at(2, 15)) == [
        (2, False, False), (4, True, False), (None, False, False)
    ]  # fmt: skip


@pytest.mark.parametrize(("now", "is_slow"), [(at(3, 17), False), (at(4, 9), True)])
def test_a_leg_is_slow_when_the_next_working_day_has_passed(now: datetime, is_slow: bool) -> None:
    assert ran(at(2, 16), None, None, None, now=now)[0][2] is is_slow


def test_a_weekend_makes_nothing_slow() -> None:
    assert ran(at(6, 16), at(9, 10), None, None, now=at(9, 12))[0] == (2, False, False)


def test_what_was_assigned_before_it_was_won_took_no_time() -> None:
    assert ran(at(3, 9), at(2, 9), None, None, now=at(3, 10))[0][0] == timedelta()


def test_nothing_has_begun_before_it_is_won() -> None:
    assert ran(None, None, None, None, now=at(2, 9)) == [(None, False, False)] * 3


def leg(hours: int | None, *, is_slow: bool = False) -> tuple[Leg, ...]:
    took = None if hours is None else hours * HOUR
    return (Leg("assigned", at(2, 9), None if hours is None else at(3, 9), took, is_slow),) * 3


def test_of_three_that_ended_the_middle_one_is_typical_and_the_slow_are_counted() -> None:
    first = typical([leg(1), leg(20, is_slow=True), leg(3), leg(None)])[0]
    assert (first.took, first.ended, first.slow) == (3 * HOUR, 3, 1)


def test_of_two_it_is_too_early_to_say() -> None:
    first = typical([leg(1), leg(2)])[0]
    assert (first.took, first.ended, first.is_too_early) == (None, 2, True)
