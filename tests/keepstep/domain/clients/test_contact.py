from typing import Any

import pytest

from keepstep.domain.clients import account, contact
from keepstep.domain.clients.contact import Channel, Contact, Part
from tests.cast import House


def told(house: House) -> list[str]:
    return [one.name for one in Contact.objects.told_daily().filter(account=house.northwind)]


@pytest.mark.parametrize(
    ("addresses", "channels"),
    [
        ({}, []),
        ({"email": "anna@northwind.test"}, [Channel.EMAIL]),
        ({"phone": "+4930123"}, [Channel.PHONE]),
        ({"email": "anna@northwind.test", "phone": "+4930123"}, [Channel.EMAIL, Channel.PHONE]),
    ],
)
def test_the_channels_are_those_with_an_address(
    house: House, addresses: dict[str, Any], channels: list[Channel]
) -> None:
    assert contact.introduce(house.northwind, name="Anna", **addresses).channels == channels


def test_a_contact_speaks_the_clients_language_unless_told_otherwise(house: House) -> None:
    account.amend(house.northwind, language="ru")
    assert contact.introduce(house.northwind, name="Анна").language == "ru"
    assert contact.introduce(house.northwind, name="Bob", language="en").language == "en"


def test_whoever_has_an_address_and_wants_updates_is_told_daily(house: House) -> None:
    contact.introduce(house.northwind, name="Anna", phone="+4930123")
    contact.introduce(house.northwind, name="Bob", email="bob@northwind.test", part=Part.ACCOUNTANT)
    assert told(house) == ["Bob", "Ines"]


def test_whoever_has_left_is_told_nothing_and_stays_known(house: House) -> None:
    contact.depart(house.ines, at=house.at)
    assert told(house) == []
    assert Contact.objects.get(pk=house.ines.pk).left_at == house.at


def test_channels_follow_the_addresses_and_the_others_stay(house: House) -> None:
    house.ines.channels = [*house.ines.channels, Channel.TELEGRAM]
    contact.amend(house.ines, phone="", position="Owner")
    now = Contact.objects.get(pk=house.ines.pk)
    assert (now.channels, now.phone, now.position) == ([Channel.EMAIL, Channel.TELEGRAM], "", "Owner")


def test_a_contact_of_the_other_agency_is_not_seen(house: House) -> None:
    assert Contact.objects.filter(account=house.rival).count() == 0


@pytest.mark.parametrize(
    ("name", "greeted"),
    [("Ines Falk", "Ines"), ("Ines", "Ines"), ("Dr. Clara Neumann", "Dr. Neumann"), ("J. Smith", "J. Smith"), ("", "")],
)
def test_a_letter_greets_by_the_first_name_and_with_a_title_by_the_last(name: str, greeted: str) -> None:
    assert Contact(name=name).greeted == greeted
