"""Months, named by their first day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keepstep.formulas.month import first_day, last_day, month_from


@pytest.mark.parametrize(
    ("n", "said"), [(0, "2026-03"), (10, "2027-01"), (-2, "2026-01"), (-3, "2025-12"), (-15, "2024-12")]
)
def test_months_are_counted_over_the_year(n: int, said: str) -> None:
    assert month_from(date(2026, 3, 1), n) == date.fromisoformat(f"{said}-01")


def test_february_ends_on_its_28th() -> None:
    assert (last_day(date(2026, 2, 1)), last_day(date(2028, 2, 1))) == (date(2026, 2, 28), date(2028, 2, 29))


@given(some.dates(date(1990, 1, 1), date(2090, 1, 1)), some.integers(-600, 600))
def test_there_and_back(day: date, n: int) -> None:
    month = first_day(day)
    assert month_from(month_from(month, n), -n) == month
