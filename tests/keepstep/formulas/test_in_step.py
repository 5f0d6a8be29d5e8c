"""Growing in step: the numbers of reference.md, then what always holds (§5.6)."""

from datetime import date
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.in_step import BOUND, Zone, compare, gap

sizes = st.floats(1, 1_000_000)


def months(n: int, since: int = 2024) -> list[date]:
    return [date(since + place // 12, place % 12 + 1, 1) for place in range(n)]


def test_the_gap_is_as_published() -> None:
    found = gap(100, 130, 100, 120)
    assert (round(found.value, 3), found.zone) == (0.080, Zone.IN_STEP)
    assert round(BOUND, 3) == 0.223


def test_beyond_the_bound_one_outgrows_the_other() -> None:
    assert gap(100, 160, 100, 120).zone == Zone.WE_OUTGROW
    assert gap(100, 120, 100, 160).zone == Zone.CLIENT_OUTGROWS
    assert gap(100, 125, 100, 100).zone == Zone.IN_STEP


def test_twelve_months_that_end_now_are_set_beside_the_first_twelve() -> None:
    ours = dict.fromkeys(months(12), 10.0) | dict.fromkeys(months(24)[12:], 20.0)
    theirs = dict.fromkeys(months(24), 7.0)
    found = compare(ours, theirs, until=date(2025, 12, 1))
    assert found is not None
    assert (found.points[0], found.points[-1]) == ((date(2024, 12, 1), 100, 100), (date(2025, 12, 1), 200, 100))
    assert found.points[6].ours == 150
    assert (found.gap.value, found.gap.zone) == (log(2), Zone.WE_OUTGROW)


def test_a_month_not_told_leaves_its_windows_out_and_one_without_income_does_not() -> None:
    known = dict.fromkeys(months(27), 7.0)
    ours = {month: 10.0 for month in months(27) if month != date(2024, 6, 1)}
    found = compare(ours, {month: value for month, value in known.items() if month != date(2024, 3, 1)},
                    until=date(2026, 3, 1))  # fmt: skip
    assert found is not None
    assert found.points[0].month == date(2025, 3, 1)
    assert found.points[0].ours == 100


def test_too_early_is_said_before_there_are_two_windows_three_months_apart() -> None:
    assert compare({}, {}, until=date(2026, 3, 1)) is None
    fourteen = dict.fromkeys(months(14), 5.0)
    assert compare(fourteen, fourteen, until=months(14)[-1]) is None
    fifteen = dict.fromkeys(months(15), 5.0)
    found = compare(fifteen, fifteen, until=months(15)[-1])
    assert found is not None
    assert found.gap.value == 0


@given(sizes, sizes, sizes, sizes)
def test_changing_sides_changes_the_sign_alone(ours_0: float, ours: float, theirs_0: float, theirs: float) -> None:
    one, other = gap(ours_0, ours, theirs_0, theirs), gap(theirs_0, theirs, ours_0, ours)
    assert one.value == pytest.approx(-other.value)
    assert gap(ours_0, ours, ours_0, ours).value == 0
