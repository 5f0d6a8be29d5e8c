"""One act on several leads: by the verbs of one, with a review of what was refused, and undo."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import sorting
from keepstep.domain.sales.lead import Lead, State
from keepstep.round import run
from keepstep.round.item import open_of
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, spam

Of = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def send(client: Client, act: str, *leads: Lead, **said: Any) -> str:
    sent = {"act": act, "lead": [one.pk for one in leads], **said}
    return client.post("/leads/several/", sent).content.decode()


def undo(client: Client, page: str) -> str:
    """What the review's button sends."""
    [act] = re.findall(r'name="act" value="(\w+)"', page)
    sent = {"act": act, "lead": re.findall(r'name="lead" value="([^"]+)"', page)}
    return client.post("/leads/several/return/", sent).content.decode()


def test_several_are_rejected_for_one_reason_and_come_back(house: House, lena: Person, client_of: Of) -> None:
    found, client = [came(house, name="One"), came(house, name="Two")], client_of(lena)
    assert client.post("/leads/several/", {"act": "reject", "lead": [one.pk for one in found]}).status_code == 422
    page = send(client, "reject", *found, reason=spam(house).pk)
    assert set(Lead.objects.values_list("state", "reason__name")) == {(State.REJECTED, "Spam")}
    undo(client, page)
    assert set(Lead.objects.values_list("state", "reason__name")) == {(State.UNSORTED, None)}


def test_several_are_given_and_go_back_to_whose_they_were(house: House, lena: Person, client_of: Of) -> None:
    taken, free, client = came(house, name="Taken"), came(house, name="Free"), client_of(lena)
    sorting.take(taken, by=house.oleg, at=house.at)
    page = send(client, "give", taken, free, person=lena.pk)
    assert set(Lead.objects.values_list("person__name", flat=True)) == {"Lena"}
    undo(client, page)
    assert dict(Lead.objects.values_list("name", "person__name")) == {"Taken": "Oleg", "Free": None}


def test_what_somebody_has_sorted_meanwhile_stays_and_is_told(house: House, lena: Person, client_of: Of) -> None:
    gone, waits = came(house, name="Gone"), came(house, name="Waits")
    sorting.reject(gone, reason=spam(house), by=house.oleg, at=house.at)
    page = send(client_of(lena), "reject", gone, waits, reason=spam(house).pk, words="Robots")
    assert ("Done: 1. Stayed as before: 1." in page, "Somebody has sorted it already" in page) == (True, True)


def test_a_rejected_lead_leaves_today_at_once(house: House, lena: Person, client_of: Of) -> None:
    run.run(day=house.day, at=house.at)
    found, client = came(house), client_of(lena)
    send(client, "give", found, person=lena.pk)
    assert [item.duty for item in open_of(lena)] == ["first_response"]
    send(client, "reject", found, reason=spam(house).pk)
    assert list(open_of(lena)) == []


def test_what_is_out_of_sight_or_nonsense_is_left_alone(house: House, lena: Person, client_of: Of) -> None:
    found = came(house)
    said = {"act": "reject", "lead": [found.pk, "zzz"], "reason": spam(house).pk}
    assert client_of(house.vera).post("/leads/several/", said)["Location"] == "/leads/"
    assert client_of(lena).get(f"/leads/several/?act=burn&lead={found.pk}").status_code == 302
    assert Lead.objects.unsorted().get() == found
