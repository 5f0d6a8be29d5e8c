from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency.calendar import CalendarException, WorkCalendar, default_calendar
from tests.cast import House

TUESDAY, SATURDAY = date(2026, 3, 3), date(2026, 3, 7)


def hours(day: date, calendar: WorkCalendar | None = None) -> timedelta:
    spans = (calendar or default_calendar()).working_time().spans(day)
    return sum((end - start for start, end in spans), timedelta())


def test_an_office_day_has_eight_hours_and_a_lunch(house: House) -> None:
    assert hours(TUESDAY) == timedelta(hours=8)
    assert hours(SATURDAY) == timedelta(0)


def test_an_exception_without_hours_is_a_day_off(house: House) -> None:
    CalendarException.objects.create(calendar=default_calendar(), day=TUESDAY, hours=[])
    assert hours(TUESDAY) == timedelta(0)
    assert not default_calendar().working_time().is_working_day(TUESDAY)


def test_an_exception_with_hours_works_on_a_weekend(house: House) -> None:
    CalendarException.objects.create(calendar=default_calendar(), day=SATURDAY, hours=[["10:00", "13:30"]])
    assert hours(SATURDAY) == timedelta(hours=3, minutes=30)


def test_an_exception_is_of_its_own_calendar_alone(house: House) -> None:
    other = WorkCalendar.objects.create(name="Client's own", zone="Europe/Berlin")
    CalendarException.objects.create(calendar=other, day=TUESDAY, hours=[])
    assert (hours(TUESDAY, other), hours(TUESDAY)) == (timedelta(0), timedelta(hours=8))


def test_an_exception_taken_back_leaves_nothing_behind(house: House) -> None:
    made = CalendarException.objects.create(calendar=default_calendar(), day=TUESDAY, hours=[])
    assert hours(TUESDAY) == timedelta(0)
    made.delete()
    assert hours(TUESDAY) == timedelta(hours=8)


def test_a_day_has_one_exception(house: House) -> None:
    CalendarException.objects.create(calendar=default_calendar(), day=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarException.objects.create(calendar=default_calendar(), day=TUESDAY)


def test_an_agency_has_one_default_calendar(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkCalendar.objects.create(name="Second", is_default=True)


def test_a_client_with_a_calendar_of_its_own_lives_by_it(house: House) -> None:
    house.northwind.calendar = WorkCalendar.objects.create(name="Tokyo", zone="Asia/Tokyo", country="JP")
    house.northwind.save(update_fields=["calendar"])
    evening = house.at + timedelta(hours=8)
    assert house.northwind.local_day(evening) == TUESDAY
    assert default_calendar().working_time().local_day(evening) == house.day


def test_a_week_changed_on_one_calendar_is_not_changed_on_the_next(house: House) -> None:
    first = WorkCalendar(name="First")
    first.week["0"] = []
    assert hours(house.day, WorkCalendar.objects.create(name="Second")) == timedelta(hours=8)
