"""What a person wants to know reaches them the way they chose, outside their quiet hours, and never twice."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency import digest, notification, person, preference
from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import sitting
from keepstep.domain.agency.preference import Choice, Mail, Preference
from tests.cast import House

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def tell(house: House, *, kind: str = "push_stall", key: str = "1", at: datetime | None = None, **more: Any) -> None:
    notification.tell(house.vera, kind=kind, key=key, facts={}, address="/", at=at or house.at, **more)


def choose(house: House, mail: str, *, in_app: bool = True) -> None:
    preference.choose(house.vera, {"push_stall": Choice(in_app, mail)})


def quiet(house: House, begins: int, ends: int, **more: Any) -> None:
    person.amend(house.vera, quiet_from=time(begins), quiet_to=time(ends), **more)


def morning(house: House, *, after: timedelta = timedelta()) -> int:
    return len(digest.gather(day=house.day, opens=house.at, at=house.at + after, zone="Europe/Berlin"))


def at_once(house: House, *, after: timedelta = timedelta()) -> int:
    return len(digest.gather_at_once(day=house.day, at=house.at + after, zone="Europe/Berlin"))


def test_without_a_choice_it_comes_in_the_morning(house: House) -> None:
    tell(house)
    assert (at_once(house), morning(house), Preference.objects.count()) == (0, 1, 0)


def test_what_is_wanted_at_once_goes_at_once_each_in_its_time_and_not_in_the_morning_again(house: House) -> None:
    choose(house, Mail.ONCE)
    tell(house)
    assert (at_once(house), at_once(house), morning(house)) == (1, 0, 0)
    tell(house, key="2")
    assert (at_once(house, after=MINUTE), morning(house, after=MINUTE)) == (1, 0)
    assert [one.notifications.count() for one in Digest.objects.all()] == [1, 1]


def test_what_came_together_goes_together(house: House) -> None:
    choose(house, Mail.ONCE)
    for key in ("1", "2"):
        tell(house, key=key)
    assert at_once(house) == 1
    assert Digest.objects.get().notifications.count() == 2


def test_what_is_not_wanted_by_mail_never_comes_by_mail(house: House) -> None:
    choose(house, Mail.NEVER)
    tell(house, is_urgent=True)
    assert (at_once(house), morning(house), morning(house, after=4 * HOUR)) == (0, 0, 0)


def test_what_is_not_wanted_here_comes_by_mail_alone(house: House) -> None:
    choose(house, Mail.MORNING, in_app=False)
    tell(house)
    tell(house, kind="call_client")
    seated = sitting(house.vera.login_id)
    assert seated is not None
    assert seated.unseen == 1  # type: ignore[attr-defined]
    assert [one.kind for one in Notification.objects.shown()] == ["call_client"]
    assert morning(house) == 1
    assert Digest.objects.get().notifications.count() == 2


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "goes"),
    [
        (8, 10, "", False),  # It is nine in Berlin, where the agency is.
        (9, 10, "", False),
        (8, 9, "", True),
        (22, 8, "", True),
        (22, 10, "", False),
        (11, 12, "", True),
        (12, 13, "Europe/Moscow", True),
        (11, 12, "Europe/Moscow", False),
        (2, 4, "America/New_York", False),
        (9, 10, "America/New_York", True),
    ],
)
def test_quiet_hours_are_by_ones_own_clock(house: House, begins: int, ends: int, zone: str, goes: bool) -> None:
    choose(house, Mail.ONCE)
    quiet(house, begins, ends, zone=zone)
    tell(house)
    assert at_once(house) == int(goes)


def test_what_came_in_quiet_hours_waits_until_they_end(house: House) -> None:
    choose(house, Mail.ONCE)
    quiet(house, 8, 10)
    tell(house)
    assert [at_once(house, after=n * MINUTE) for n in (0, 59, 60, 61)] == [0, 0, 1, 0]


def test_the_morning_of_whoever_wakes_late_is_later(house: House) -> None:
    quiet(house, 22, 15)
    tell(house)
    assert [morning(house, after=n * HOUR) for n in (0, 5, 6, 7)] == [0, 0, 1, 0]


def test_what_is_urgent_passes_where_it_may(house: House) -> None:
    choose(house, Mail.ONCE)
    quiet(house, 8, 10)
    tell(house, is_urgent=True)
    tell(house, key="2")
    assert at_once(house) == 0
    person.amend(house.vera, urgent_wakes=True)
    assert at_once(house) == 1
    assert [one.key for one in Digest.objects.get().notifications.all()] == ["1"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["tell", "urgent", "see", "morning", "at_once", *Mail.values]), st.integers(0, 60 * 30)
        ),
        max_size=15,
    ),
    st.sampled_from([(None, None), (8, 10), (22, 7), (12, 20)]),
)
def test_whatever_happens_a_thing_is_in_one_letter_and_none_leaves_in_quiet_hours(
    house: House, story: list[tuple[str, int]], hours: tuple[int | None, int | None]
) -> None:
    begins, ends = (time(one) if one is not None else None for one in hours)
    person.amend(house.vera, quiet_from=begins, quiet_to=ends)
    Notification.objects.all().delete()
    Digest.objects.all().delete()
    letters: dict[str, UUID] = {}
    passed = 0
    for n, (what, minutes) in enumerate(story):
        passed += minutes
        at = house.at + passed * MINUTE
        if what in Mail.values:
            choose(house, what)
        elif what == "see":
            notification.see(Notification.objects.of(house.vera), at=at)
        elif what in {"tell", "urgent"}:
            tell(house, key=str(n % 4), at=at, is_urgent=what == "urgent")
        else:
            made = at_once(house, after=passed * MINUTE) if what == "at_once" else morning(house, after=passed * MINUTE)
            here = (at + HOUR).time()  # Berlin in winter
            if made and begins and ends:
                is_quiet = begins <= here < ends if begins < ends else here >= begins or here < ends
                assert is_quiet is False
        for key, its in Notification.objects.exclude(digest=None).values_list("key", "digest"):
            assert letters.setdefault(key, its) == its
    assert all(one.notifications.exists() for one in Digest.objects.all())
