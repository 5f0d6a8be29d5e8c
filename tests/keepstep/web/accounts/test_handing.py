"""Own management gives a client to another account manager, sees who had it before, and takes it back at once."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.handing import Handing
from tests.cast import House

In = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def where(house: House) -> str:
    return reverse("account_manager", args=[house.northwind.pk])


def manager(house: House) -> Person | None:
    return Account.objects.get(pk=house.northwind.pk).manager


def test_it_is_given_shown_and_taken_back(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    page = client.post(where(house), {"manager": str(house.pavel.pk)}, follow=True).content.decode()
    undo = reverse("handing_withdraw", args=[Handing.objects.get().pk])
    assert (manager(house), "The client is in new hands." in page, undo in page) == (house.pavel, True, True)
    assert "Vera → Pavel" in client.get(where(house)).content.decode()
    client.post(undo)
    assert manager(house) == house.vera


def test_given_to_whom_it_is_there_is_nothing_to_take_back(house: House, client_of: In) -> None:
    page = client_of(house.oleg).post(where(house), {"manager": str(house.vera.pk)}, follow=True).content.decode()
    assert ("It was so already." in page, Handing.objects.count()) == (True, 0)
