"""The two clocks of a case: a stall that began on Tuesday 3 March, looked at on Thursday at eleven in Berlin."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.clocks import Clocks, began
from keepstep.formulas.working_time import WorkingTime

OFFICE = WorkingTime(
    zone="Europe/Berlin",
    week={weekday: ((time(9), time(13)), (time(14), time(18))) for weekday in range(5)},
)
TUESDAY, THURSDAY = date(2026, 3, 3), datetime(2026, 3, 5, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_until_somebody_takes_it_both_clocks_run() -> None:
    clocks = Clocks(OFFICE, at=THURSDAY)
    assert (clocks.reaction(TUESDAY, taken_at=None), clocks.movement(TUESDAY, moved_at=None)) == (18 * HOUR, 18 * HOUR)


def test_taking_it_stops_the_clock_of_reaction_alone() -> None:
    clocks = Clocks(OFFICE, at=THURSDAY)
    taken_at = datetime(2026, 3, 3, 14, tzinfo=UTC)  # fifteen o'clock in Berlin, after lunch
    told = clocks.reaction(TUESDAY, taken_at=taken_at), clocks.movement(TUESDAY, moved_at=None)
    assert told == (5 * HOUR, 18 * HOUR)


def test_taken_before_the_day_has_opened_it_took_no_time() -> None:
    early = datetime(2026, 3, 3, 6, tzinfo=UTC)
    assert Clocks(OFFICE, at=THURSDAY).reaction(TUESDAY, taken_at=early) == timedelta()


@pytest.mark.parametrize(
    ("today", "days", "first"),
    [(date(2026, 3, 5), 1, date(2026, 3, 5)), (date(2026, 3, 5), 3, TUESDAY), (date(2026, 3, 8), 4, TUESDAY)],
)
def test_a_stall_began_on_a_working_day(today: date, days: int, first: date) -> None:
    assert began(days, today=today, time=OFFICE) == first


@given(days=st.integers(1, 90), minutes=st.integers(0, 60_000))
def test_nobody_takes_longer_than_it_stands_still(days: int, minutes: int) -> None:
    clocks = Clocks(OFFICE, at=THURSDAY)
    since = began(days, today=THURSDAY.date(), time=OFFICE)
    taken_at = THURSDAY - timedelta(minutes=minutes)
    assert timedelta() <= clocks.reaction(since, taken_at=taken_at) <= clocks.movement(since, moved_at=None)


def test_a_move_stops_the_clock_of_movement_alone_and_it_starts_anew() -> None:
    clocks = Clocks(OFFICE, at=THURSDAY)
    moved_at = datetime(2026, 3, 4, 16, tzinfo=UTC)  # seventeen o'clock in Berlin, an hour before the day is over
    assert (clocks.reaction(TUESDAY, taken_at=None), clocks.movement(TUESDAY, moved_at=moved_at)) == (
        18 * HOUR, 3 * HOUR,
    )  # fmt: skip


def test_a_move_before_the_stall_began_is_none_of_it() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert Clocks(OFFICE, at=THURSDAY).movement(TUESDAY, moved_at=monday) == 18 * HOUR


@given(days=st.integers(1, 90), minutes=st.integers(0, 60_000), more=st.integers(0, 60_000))
def test_a_later_move_never_makes_the_clock_of_movement_tell_more(days: int, minutes: int, more: int) -> None:
    clocks, since = Clocks(OFFICE, at=THURSDAY), began(days, today=THURSDAY.date(), time=OFFICE)
    late, early = (THURSDAY - timedelta(minutes=n) for n in (minutes, minutes + more))
    told = [clocks.movement(since, moved_at=moved) for moved in (late, early, None)]
    assert told == sorted(told)
