"""Order index, streak and Wilson's bound: the numbers of reference.md, then what always holds (§5.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.order import order_index, streak, wilson_lower

KEPT, MISSED = True, False
histories = st.lists(st.booleans(), max_size=60)


def test_the_index_is_the_kept_share_of_the_last_twenty_due_days() -> None:
    assert order_index([KEPT, KEPT, KEPT, MISSED]) == 0.75
    assert order_index([MISSED] * 10 + [KEPT] * 19 + [MISSED]) == 0.95


def test_there_is_no_index_before_the_first_due_day() -> None:
    assert order_index([]) is None
    assert wilson_lower(0, 0) is None


def test_a_missed_day_breaks_the_streak() -> None:
    assert streak([]) == 0
    assert streak([KEPT, MISSED, KEPT, KEPT]) == 2
    assert streak([KEPT, KEPT, MISSED]) == 0


def test_a_today_that_is_not_kept_yet_does_not_break_the_streak() -> None:
    assert streak([KEPT, KEPT, MISSED], ends_today=True) == 2
    assert streak([KEPT, KEPT, KEPT], ends_today=True) == 3
    assert streak([KEPT, MISSED, MISSED], ends_today=True) == 0
    assert streak([], ends_today=True) == 0


@pytest.mark.parametrize(("kept", "due", "bound"), [(17, 20, 0.640), (170, 200, 0.794), (20, 20, 0.839)])
def test_wilsons_bound_is_as_published(kept: int, due: int, bound: float) -> None:
    assert round(wilson_lower(kept, due) or 0, 3) == bound


def test_three_of_three_does_not_beat_nineteen_of_twenty() -> None:
    assert (wilson_lower(3, 3) or 0) < (wilson_lower(19, 20) or 0)


def test_nothing_kept_is_worth_nothing() -> None:
    assert wilson_lower(0, 20) == 0


@given(histories)
def test_the_index_is_a_share_and_full_only_without_a_miss(kept: list[bool]) -> None:
    index = order_index(kept)
    assert index is None or 0 <= index <= 1
    assert (index == 1) == (bool(kept) and all(kept[-20:]))


@given(histories)
def test_a_kept_day_lengthens_the_streak_by_one(kept: list[bool]) -> None:
    assert streak([*kept, KEPT]) == streak(kept) + 1
    assert streak([*kept, MISSED], ends_today=True) == streak(kept)


@given(st.integers(1, 500).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due))))
def test_the_bound_never_exceeds_the_share_and_rises_with_it(counts: tuple[int, int]) -> None:
    kept, due = counts
    bound, more, longer = wilson_lower(kept, due), wilson_lower(kept + 1, due + 1), wilson_lower(2 * kept, 2 * due)
    assert bound is not None and more is not None and longer is not None
    assert 0 <= bound <= kept / due
    assert bound <= more
    assert bound <= longer
