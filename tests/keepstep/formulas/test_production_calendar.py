"""Russia's official production calendars, and countries without moved days (§5.1)."""

from datetime import date, time, timedelta

import pytest

from keepstep.formulas.production_calendar import ProductionCalendar
from keepstep.formulas.working_time import Spans, WorkingTime

HOUR = timedelta(hours=1)
OFFICE: Spans = ((time(9), time(13)), (time(14), time(18)))


def office(country: str, subdivision: str | None = None) -> WorkingTime:
    return WorkingTime(
        zone="Europe/Moscow", week=dict.fromkeys(range(5), OFFICE), country=country, subdivision=subdivision
    )


def hours(calendar: WorkingTime, day: date) -> float:
    return sum((end - start for start, end in calendar.spans(day)), timedelta()) / HOUR


@pytest.mark.parametrize(
    ("year", "days", "total", "shortened"),
    [
        (2021, 247, 1972, [(2, 20), (4, 30), (6, 11), (11, 3)]),
        (2022, 247, 1973, [(2, 22), (3, 5), (11, 3)]),
        (2023, 247, 1973, [(2, 22), (3, 7), (11, 3)]),
        (2024, 248, 1979, [(2, 22), (3, 7), (5, 8), (6, 11), (11, 2)]),
        (2025, 247, 1972, [(3, 7), (4, 30), (6, 11), (11, 1)]),
        (2026, 247, 1972, [(4, 30), (5, 8), (6, 11), (11, 3)]),
    ],
)
def test_russian_years_are_as_long_as_decreed(
    year: int, days: int, total: int, shortened: list[tuple[int, int]]
) -> None:
    calendar = office("RU")
    worked = calendar.working_days(date(year, 1, 1), date(year, 12, 31))
    assert len(worked) == days
    assert sum(hours(calendar, day) for day in worked) == total
    assert [(day.month, day.day) for day in worked if hours(calendar, day) == 7] == shortened


def test_a_saturday_is_worked_for_the_day_it_replaces() -> None:
    calendar = ProductionCalendar("RU")
    assert calendar.replaced_by(date(2024, 11, 2)) == date(2024, 4, 30)
    assert calendar.replaced_by(date(2024, 11, 9)) is None
    assert hours(office("RU"), date(2024, 4, 27)) == 8
    assert hours(office("RU"), date(2024, 11, 2)) == 7


def test_a_saturday_is_not_worked_for_a_day_that_was_free_anyway() -> None:
    four_days = WorkingTime(zone="Europe/Moscow", week=dict.fromkeys(range(1, 5), OFFICE), country="RU")
    assert not four_days.is_working_day(date(2024, 4, 27))
    assert four_days.is_working_day(date(2024, 11, 2))


def test_the_day_before_a_merely_moved_day_off_is_whole() -> None:
    assert hours(office("RU"), date(2025, 12, 30)) == 8
    assert hours(office("RU"), date(2026, 3, 6)) == 8


def test_a_short_last_span_is_taken_off_whole() -> None:
    week: dict[int, Spans] = dict.fromkeys(range(5), ((time(9), time(13)), (time(14), time(14, 30))))
    calendar = WorkingTime(zone="Europe/Moscow", week=week, country="RU")
    assert calendar.spans(date(2026, 6, 11)) == (
        (calendar.opens(date(2026, 6, 11)), calendar.closes(date(2026, 6, 11))),
    )
    assert hours(calendar, date(2026, 6, 11)) == 3.5


def test_a_subdivision_has_its_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    assert office("DE", "BY").is_working_day(epiphany) is False
    assert office("DE", "BE").is_working_day(epiphany) is True


def test_a_day_before_a_holiday_is_whole_elsewhere() -> None:
    assert hours(office("DE"), date(2026, 12, 24)) == 8


def test_a_chinese_sunday_is_worked_for_the_spring_festival() -> None:
    assert office("CN").is_working_day(date(2025, 1, 26)) is True


def test_a_year_without_a_decree_is_preliminary() -> None:
    assert [office("RU").is_preliminary(year) for year in (2024, 2027, 2040)] == [False, False, True]
    assert office("DE").is_preliminary(2040) is False
    assert WorkingTime(zone="UTC", week={0: OFFICE}).is_preliminary(2040) is False


def test_an_unknown_subdivision_is_refused() -> None:
    with pytest.raises(ValueError, match="ZZ"):
        ProductionCalendar("DE", "ZZ")
