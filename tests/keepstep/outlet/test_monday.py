"""The company's sheet on Monday mornings: to whoever wants it, once, with that morning's letter."""

from datetime import date, datetime, time, timedelta

import pytest

from keepstep.domain.agency import digest as digests
from keepstep.domain.agency import monday_sheet, person
from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Role
from keepstep.outlet import digest
from keepstep.outlet.company import monday
from tests.cast import House
from tests.mailbox import Mailbox

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
BEFORE = timedelta(days=5)


def days(house: House) -> list[tuple[str, str]]:
    told = Notification.objects.filter(kind=monday_sheet.KIND).order_by("key")
    return list(told.values_list("person__name", "key"))


def test_nobody_gets_it_unasked(house: House) -> None:
    monday.tell(at=house.at)
    assert days(house) == []


def test_it_is_told_once_a_week_on_its_first_working_day_once_that_has_begun(house: House) -> None:
    monday_sheet.want(house.oleg, at=house.at - BEFORE)
    monday_sheet.want(house.oleg, at=house.at - BEFORE)
    for at in (house.at - HOUR, house.at, house.at + 3 * HOUR, house.at + DAY):
        monday.tell(at=at)
    assert days(house) == [("Oleg", "2026-03-02")]
    CalendarException.objects.create(calendar=default_calendar(), day=house.day + timedelta(days=7), note="Off")
    for n in range(7, 14):
        monday.tell(at=house.at + n * DAY)
    assert days(house) == [("Oleg", "2026-03-02"), ("Oleg", "2026-03-10")]


def test_whoever_stopped_it_left_or_manages_no_more_gets_it_no_more(house: House) -> None:
    for who in (house.oleg, house.vera):
        monday_sheet.want(who, at=house.at - BEFORE)
    monday.tell(at=house.at)
    assert days(house) == [("Oleg", "2026-03-02")]
    assert (monday_sheet.stop(house.oleg, at=house.at), monday_sheet.stop(house.oleg, at=house.at)) == (True, False)
    monday.tell(at=house.at + WEEK)
    assert days(house) == [("Oleg", "2026-03-02")]


def test_wanted_on_a_monday_it_comes_on_the_next(house: House) -> None:
    monday_sheet.want(house.oleg, at=house.at + HOUR)
    monday.tell(at=house.at + 2 * HOUR)
    assert days(house) == []
    monday.tell(at=house.at + WEEK)
    assert days(house) == [("Oleg", "2026-03-09")]


def letters(house: House, post: Mailbox, at: datetime) -> list[list[str]]:
    """What each letter of that moment encloses, sent twice over."""
    with house.agency.entered():
        monday.tell(at=at)
        made = digests.gather(day=at.date(), opens=at.replace(hour=8), at=at, zone="Europe/Berlin")
    before = len(post.letters)
    for key in made:
        for n in range(2):
            digest.send(house.agency.pk, key, clock=lambda n=n: at + n * DAY)  # type: ignore[misc]
    return [[part.get_filename() or "" for part in letter.walk() if part.get_filename()] for letter in post.letters][
        before:
    ]


@pytest.mark.django_db(transaction=True)
def test_the_sheet_is_enclosed_in_the_readers_language_and_waits_for_quiet_hours_to_end(
    open_house: House, post: Mailbox
) -> None:
    house = open_house
    with house.agency.entered():
        monday_sheet.want(house.oleg, at=house.at - BEFORE)
        person.amend(house.oleg, language="ru", quiet_from=time(20), quiet_to=time(10))
    assert letters(house, post, house.at) == []
    assert letters(house, post, house.at + HOUR) == [["Компания – понедельник, 2 марта 2026.pdf"]]
    assert letters(house, post, house.at + DAY + HOUR) == []


@pytest.mark.django_db(transaction=True)
def test_who_was_told_and_is_no_head_any_more_gets_no_sheet(open_house: House, post: Mailbox) -> None:
    house = open_house
    with house.agency.entered():
        olga = person.join(
            name="Olga", email="olga@lighthouse.test", password="correct horse", roles=[Role.HEAD], head=None,
            at=house.at - BEFORE,
        )  # fmt: skip
        monday_sheet.want(olga, at=house.at - BEFORE)
        monday.tell(at=house.at)
        olga.roles = [Role.PRODUCER]
        olga.save(update_fields=["roles"])
    assert letters(house, post, house.at) == [[]]
    assert date(2026, 3, 2) == house.day
