"""A client given to another account manager: so it is from then on, and who had it before stays known."""

from datetime import timedelta

import pytest

from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients import handing
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.handing import Handing
from keepstep.round import telling
from tests.cast import House


def handed(house: House, to: Person, *, by: Person | None = None) -> Handing:
    made = handing.hand(house.northwind, manager=to, by=by or house.oleg, at=house.at)
    assert made is not None
    return made


def managers(house: House) -> list[str]:
    return list(Account.objects.filter(pk=house.northwind.pk).values_list("manager__name", flat=True))


def told() -> list[tuple[str, str, str, str]]:
    return [(one.person.name, *telling.told(one)) for one in Notification.objects.filter(kind="manages")]


def test_another_person_takes_a_client_over_and_is_told(house: House) -> None:
    handed(house, house.pavel)
    was = Handing.objects.get()
    assert (managers(house), was.manager, was.at, was.by) == (["Pavel"], house.vera, house.at, house.oleg)
    assert list(Account.objects.of(house.vera)) == []
    assert told() == [("Pavel", "You manage the client now", "Northwind Bakery", "Oleg gave it to you.")]


def test_whoever_takes_it_over_themselves_is_told_nothing(house: House) -> None:
    handed(house, house.oleg)
    assert (managers(house), told()) == (["Oleg"], [])


def test_without_a_change_nothing_is_kept(house: House) -> None:
    same = handing.hand(house.northwind, manager=house.vera, by=house.oleg, at=house.at)
    assert (same, Handing.objects.count(), told()) == (None, 0, [])


def test_it_is_taken_back_in_time_and_leaves_no_trace(house: House) -> None:
    made = handed(house, house.pavel)
    handing.withdraw(made, at=house.at + UNDO_LIFE - timedelta(seconds=1))
    assert (managers(house), Handing.objects.count(), told()) == (["Vera"], 0, [])


def test_later_or_once_it_was_handed_on_it_stays(house: House) -> None:
    first = handed(house, house.pavel)
    with pytest.raises(TooLate):
        handing.withdraw(first, at=house.at + UNDO_LIFE)
    handed(house, house.oleg)
    with pytest.raises(TooLate):
        handing.withdraw(first, at=house.at)
    assert managers(house) == ["Oleg"]
