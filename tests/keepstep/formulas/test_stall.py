"""Stalls and their rungs: the days of §5.3, then day after day on any ladder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.stall import Fired, rung_due, stalled_days

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(1, 6)


def test_a_stall_starts_on_the_second_working_day_without_a_step() -> None:
    week = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
    assert [stalled_days(today, MONDAY) for today in week] == [0, 0, 1, 2, 3]


def test_a_project_may_be_given_more_patience_or_none() -> None:
    assert stalled_days(THURSDAY, MONDAY, 3) == 1
    assert stalled_days(THURSDAY, MONDAY, 5) == 0
    assert stalled_days(TUESDAY, MONDAY, 1) == 1


def test_the_first_working_day_after_its_due_date_makes_a_ball_stall() -> None:
    assert stalled_days(TUESDAY, TUESDAY, due_n=TUESDAY) == 0
    assert stalled_days(WEDNESDAY, WEDNESDAY, due_n=TUESDAY) == 1


def test_the_earlier_cause_counts() -> None:
    assert stalled_days(FRIDAY, MONDAY, due_n=THURSDAY) == 3
    assert stalled_days(FRIDAY, THURSDAY, due_n=MONDAY) == 4


def test_the_default_ladder_climbs_and_its_last_rung_repeats() -> None:
    assert rung_due(0) == []
    assert rung_due(1) == [(1, 1)]
    assert rung_due(4) == [(1, 1), (2, 2), (3, 3)]
    assert rung_due(16) == [(1, 1), (2, 2), (3, 3), (4, 5), (5, 10), (6, 15)]


def test_a_ladder_without_repetition_ends() -> None:
    assert rung_due(100, (2, 4), repeat=None) == [(1, 2), (2, 4)]
    assert rung_due(100, ()) == []


@pytest.mark.parametrize("rungs", [(1, 1), (3, 2), (0, 1)])
def test_a_ladder_that_does_not_rise_is_refused(rungs: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must rise"):
        rung_due(1, rungs)


ladders = st.lists(st.integers(1, 20), min_size=1, max_size=6, unique=True).map(sorted)


@given(ladders, st.one_of(st.none(), st.integers(1, 10)), st.integers(1, 60))
def test_escalation_asked_day_after_day_neither_skips_nor_repeats_a_rung(
    rungs: list[int], repeat: int | None, days: int
) -> None:
    climbed: list[Fired] = []
    for day in range(days + 1):
        fired = [rung for rung in rung_due(day, rungs, repeat) if rung not in climbed]
        assert all(rung.stall_day == day for rung in fired)
        assert len(fired) <= 1
        climbed += fired
    assert [rung for rung, _ in climbed] == list(range(1, len(climbed) + 1))
    assert climbed == rung_due(days, rungs, repeat)


@given(st.integers(0, 500), st.integers(0, 30), st.integers(1, 10), st.one_of(st.none(), st.integers(0, 500)))
def test_a_running_stall_grows_by_one_every_working_day(step: int, later: int, patience: int, due: int | None) -> None:
    today, tomorrow = (stalled_days(step + later + n, step, patience, due) for n in range(2))
    assert today >= 0
    assert tomorrow - today in ((1,) if today else (0, 1))
