"""Working time: known answers of reference.md, then what must hold in every zone and calendar (§5.1)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.working_time import Spans, WorkingTime

HOUR = timedelta(hours=1)
OFFICE: Spans = ((time(9), time(13)), (time(14), time(18)))
PLAIN: Spans = ((time(9), time(17)),)
NIGHT: Spans = ((time(0), time(6)),)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/Moscow", "Australia/Lord_Howe")
MONDAY = date(2026, 3, 2)


def weekdays(spans: Spans = PLAIN, *, zone: str = "UTC", **more: object) -> WorkingTime:
    return WorkingTime(zone=zone, week=dict.fromkeys(range(5), spans), **more)  # type: ignore[arg-type]


def every_day(spans: Spans, zone: str) -> WorkingTime:
    return WorkingTime(zone=zone, week=dict.fromkeys(range(7), spans))


def at(day: int, hour: int, minute: int = 0, zone: str = "UTC") -> datetime:
    """In the week of Monday 2 March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(zone))


def worked(calendar: WorkingTime, day: date) -> timedelta:
    return sum((end - start for start, end in calendar.spans(day)), timedelta())


# Known answers


def test_an_hour_from_friday_half_past_four_ends_on_monday() -> None:
    assert weekdays().add(at(6, 16, 30), HOUR) == at(9, 9, 30)


def test_two_hours_from_before_the_opening_start_with_it() -> None:
    assert weekdays().add(at(4, 7), 2 * HOUR) == at(4, 11)


def test_lunch_is_not_worked() -> None:
    assert weekdays(OFFICE).between(at(2, 12), at(2, 15)) == 2 * HOUR
    assert weekdays(OFFICE).add(at(2, 12), 2 * HOUR) == at(2, 15)
    assert weekdays(OFFICE).subtract(at(2, 15), 2 * HOUR) == at(2, 12)


def test_a_full_day_ends_at_its_closing_and_not_on_the_next_morning() -> None:
    assert weekdays().add(at(2, 9), 8 * HOUR) == at(2, 17)


def test_work_is_subtracted_back_over_a_weekend() -> None:
    assert weekdays().subtract(at(9, 9, 30), HOUR) == at(6, 16, 30)


def test_no_work_is_no_time() -> None:
    saturday = at(7, 12)
    assert weekdays().add(saturday, timedelta()) == saturday
    assert weekdays().subtract(saturday, timedelta()) == saturday
    assert weekdays().between(at(6, 17), at(9, 9)) == timedelta()
    assert weekdays().between(at(3, 12), at(2, 12)) == timedelta()


def test_a_day_belongs_to_its_zone() -> None:
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert weekdays(zone="Europe/Moscow").local_day(late) == date(2026, 3, 3)
    assert weekdays(zone="America/New_York").local_day(late) == date(2026, 3, 2)
    assert weekdays(zone="Europe/Moscow").opens(MONDAY) == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert weekdays(zone="Asia/Kolkata").closes(MONDAY) == datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


def test_working_days_are_counted_over_a_weekend() -> None:
    friday, saturday, monday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
    assert weekdays().add_days(friday, 1) == monday
    assert weekdays().add_days(monday, -1) == friday
    assert weekdays().add_days(saturday, 0) == monday
    assert weekdays().add_days(friday, 0) == friday
    assert weekdays().add_days(saturday, 2) == date(2026, 3, 10)
    assert weekdays().days_between(friday, monday) == 1
    assert weekdays().days_between(monday, friday) == -1
    assert weekdays().days_between(saturday, saturday) == 0
    assert weekdays().working_days(friday, monday) == [friday, monday]
    assert (weekdays().opens(saturday), weekdays().closes(saturday)) == (None, None)


def test_an_own_exception_wins_over_week_and_holiday() -> None:
    christmas, monday, sunday = date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 27)
    short: Spans = ((time(10), time(12)),)
    calendar = weekdays(country="DE", exceptions={christmas: short, sunday: short, monday: ()})
    assert [worked(calendar, day) for day in (christmas, sunday, monday)] == [2 * HOUR, 2 * HOUR, timedelta()]


# The clock changes


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 5),
        ("Europe/Berlin", date(2026, 10, 25), 7),
        ("America/New_York", date(2026, 3, 8), 5),
        ("America/New_York", date(2026, 11, 1), 7),
        ("Australia/Lord_Howe", date(2026, 4, 5), 6.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 5.5),
        ("Europe/Moscow", date(2026, 3, 29), 6),
    ],
)
def test_a_night_shift_lasts_as_long_as_it_lasts_when_the_clock_changes(zone: str, day: date, hours: float) -> None:
    assert worked(every_day(NIGHT, zone), day) == hours * HOUR


def test_a_time_the_clock_skips_is_the_moment_of_the_change() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    until = every_day(((time(1), time(2, 30)), (time(2, 40), time(4))), "Europe/Berlin").spans(date(2026, 3, 29))
    assert until == ((change - HOUR, change), (change, change + HOUR))


def test_a_day_the_zone_skipped_is_not_worked() -> None:
    assert weekdays(zone="Pacific/Apia").working_days(date(2011, 12, 29), date(2012, 1, 2)) == [
        date(2011, 12, 29),
        date(2012, 1, 2),
    ]


# What is refused


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        (((time(9), time(13)), (time(12), time(18))), "Spans overlap: 09:00–13:00 and 12:00–18:00"),
        (((time(22), time(6)),), "A span must end after it starts, on the same day: 22:00–06:00"),
        (((time(9), time(9)),), "A span must end after it starts, on the same day: 09:00–09:00"),
    ],
)
def test_impossible_spans_are_refused(spans: Spans, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        weekdays(spans)
    with pytest.raises(ValueError, match=message):
        weekdays(exceptions={MONDAY: spans})


def test_a_calendar_without_hours_or_with_unknown_places_is_refused() -> None:
    weeks: tuple[dict[int, Spans], ...] = ({}, {0: ()}, {7: PLAIN})
    for week in weeks:
        with pytest.raises(ValueError, match="A week needs working hours"):
            WorkingTime(zone="UTC", week=week)
    with pytest.raises(ValueError, match="Unknown time zone: 'Europe/Nowhere'"):
        weekdays(zone="Europe/Nowhere")
    with pytest.raises(ValueError, match="XX"):
        weekdays(country="XX")


def test_a_negative_duration_is_refused() -> None:
    for move in (weekdays().add, weekdays().subtract):
        with pytest.raises(ValueError, match="cannot be negative"):
            move(at(2, 9), -HOUR)


def test_spans_may_be_given_in_any_order() -> None:
    assert weekdays(OFFICE[::-1]).spans(MONDAY) == weekdays(OFFICE).spans(MONDAY)


# What always holds


def six_days(zone: str, spans: Spans, country: str | None) -> WorkingTime:
    return WorkingTime(zone=zone, week=dict.fromkeys(range(6), spans), country=country)


calendars = st.builds(
    six_days,
    zone=st.sampled_from(ZONES),
    spans=st.sampled_from((OFFICE, PLAIN, NIGHT, ((time(0), time(1, 30)), (time(1, 30), time(2, 15))))),
    country=st.sampled_from((None, "RU", "DE", "US")),
)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
durations = st.integers(0, 60 * 200).map(lambda minutes: timedelta(minutes=minutes))


@given(calendars, instants, durations)
def test_what_was_added_lies_between(calendar: WorkingTime, start: datetime, duration: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, duration)) == duration
    assert calendar.between(calendar.subtract(start, duration), start) == duration


@given(calendars, instants, st.integers(1, 60 * 200).map(lambda minutes: timedelta(minutes=minutes)))
def test_no_earlier_instant_would_do(calendar: WorkingTime, start: datetime, duration: timedelta) -> None:
    moment = timedelta(microseconds=1)
    assert calendar.between(start, calendar.add(start, duration) - moment) == duration - moment
    assert calendar.between(calendar.subtract(start, duration) + moment, start) == duration - moment


@given(calendars, instants, durations, durations)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkingTime, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)


@given(calendars, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_and_never_exceeds_the_clock(calendar: WorkingTime, moments: list[datetime]) -> None:
    first, second, third = moments
    assert calendar.between(first, third) == calendar.between(first, second) + calendar.between(second, third)
    assert timedelta() <= calendar.between(first, third) <= third - first


@given(calendars, st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_days_added_are_the_days_between(calendar: WorkingTime, day: date, n: int) -> None:
    later, earlier = calendar.add_days(day, n), calendar.add_days(day, -n)
    assert calendar.days_between(day, later) == n
    assert len(calendar.working_days(earlier, day - timedelta(days=1))) == n
    assert calendar.is_working_day(later) and calendar.is_working_day(earlier)


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_week_lasts_a_week_less_what_the_clock_took(zone: str, day: date) -> None:
    calendar = every_day(((time(0), time(12)), (time(12), time(23, 59))), zone)
    first, last = (datetime.combine(d, time(), ZoneInfo(zone)) for d in (day, day + timedelta(days=7)))
    elapsed = last.astimezone(UTC) - first.astimezone(UTC)
    assert calendar.between(first, last) == elapsed - timedelta(minutes=7)
