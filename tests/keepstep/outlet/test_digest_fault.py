"""What our people are told by mail and does not come through is said where one looks (§2: nothing is lost silently)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.doctor.digests import digests
from keepstep.domain.agency import digest, notification, parcel, person
from keepstep.domain.agency.digest import LATE, Digest
from keepstep.domain.agency.person import Person
from tests.cast import House

In = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at + 2 * HOUR):
        yield


def packed(house: House, *, at: datetime | None = None, occasion: str = "morning") -> Digest:
    """Vera's letter; later on the day it is one of something urgent."""
    at = at or house.at
    notification.tell(
        house.vera, kind="call_me", key=f"{at}", facts={"who": "Ines"}, address="/", at=at - HOUR, is_urgent=True
    )
    (key,) = digest.gather(day=house.day, opens=house.at if occasion == "morning" else house.at - 9 * HOUR, at=at)
    return Digest.objects.get(pk=key)


def taken(one: Digest, at: datetime) -> Digest:
    found = digest.take(one.pk, at=at)
    assert found is not None
    return found


def troubled(house: House, hours: int = 2) -> list[Digest]:
    return list(Digest.objects.troubled(house.at + hours * HOUR))


def test_what_was_refused_is_a_fault_until_a_later_one_comes_through(house: House) -> None:
    one = packed(house)
    parcel.refuse(taken(one, house.at), at=house.at, fault="550 no such mailbox")
    assert troubled(house) == [one]
    next_one = packed(house, at=house.at + HOUR, occasion="urgent")
    parcel.deliver(taken(next_one, house.at + HOUR), at=house.at + HOUR)
    assert troubled(house) == []


def test_what_the_server_does_not_take_for_an_hour_is_one(house: House) -> None:
    one = packed(house)
    parcel.postpone(taken(one, house.at), at=house.at, fault="connection refused")
    assert [list(Digest.objects.troubled(house.at + LATE + wait)) for wait in (timedelta(0), HOUR)] == [[], [one]]


def test_what_may_have_arrived_is_one(house: House) -> None:
    one = taken(packed(house), house.at)
    parcel.hand_over(one, at=house.at)
    assert list(Digest.objects.troubled(house.at)) == []
    parcel.doubt(one, fault="timed out")
    assert list(Digest.objects.troubled(house.at)) == [one]


@pytest.mark.parametrize("why", ["left", "wants none"])
def test_whoever_gets_none_any_more_misses_none(house: House, why: str) -> None:
    parcel.refuse(taken(packed(house), house.at), at=house.at, fault="550")
    person.leave(house.vera, at=house.at) if why == "left" else person.amend(house.vera, gets_digest=False)
    assert troubled(house) == []


def test_its_reader_reads_it_and_so_do_own_management_and_the_doctor(house: House, client_of: In) -> None:
    parcel.refuse(taken(packed(house), house.at), at=house.at, fault="550 no such mailbox")
    said = "The letter of 2 March, 09:00 to vera@lighthouse.test was refused: 550 no such mailbox"
    pages = [(house.vera, "/notifications/"), (house.pavel, "/notifications/"), (house.oleg, "/settings/people/")]
    assert [said in client_of(who).get(where).content.decode() for who, where in pages] == [True, False, True]
    (finding,) = digests(house.at + HOUR)
    assert finding.words.startswith("The last letter to 1 colleague has not come through. The letter of 2 March")
    assert finding.mend == "See that this mailbox exists and takes letters; the next thing to tell is mailed anew."


def test_where_all_is_well_the_doctor_says_nothing(house: House) -> None:
    parcel.deliver(taken(packed(house), house.at), at=house.at)
    assert list(digests(house.at + HOUR)) == []
