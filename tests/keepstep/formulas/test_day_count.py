from datetime import date

import pytest

from keepstep.formulas.day_count import DayCount

MONDAY = date(2026, 3, 2)


@pytest.fixture
def days() -> DayCount:
    return DayCount(lambda day: day.weekday() < 5, today=MONDAY, window=30)


@pytest.mark.parametrize(
    ("since", "count"),
    [(MONDAY, 0), (date(2026, 3, 1), 1), (date(2026, 2, 27), 1), (date(2026, 2, 26), 2), (date(2026, 2, 20), 6)],
)
def test_working_days_are_counted_after_the_date_up_to_today(days: DayCount, since: date, count: int) -> None:
    assert days.since(since) == count


def test_a_date_still_to_come_is_no_day_ago(days: DayCount) -> None:
    assert days.since(date(2026, 3, 20)) == 0


def test_before_the_window_the_count_stands_still(days: DayCount) -> None:
    assert days.since(date(2020, 1, 1)) == days.since(days.first)
