"""Absences: one's own, and everybody's for own management; entered, taken back, and back again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import absence
from keepstep.domain.agency.absence import Absence
from keepstep.domain.agency.person import Person
from tests.cast import House

In = Callable[[Person], Client]
DAYS = {"since": "2026-03-09", "until": "2026-03-13", "why": "Skiing"}


def standing() -> list[tuple[str, str, str]]:
    found = Absence.objects.standing().select_related("person")
    return [(one.person.name, one.since.isoformat(), one.until.isoformat()) for one in found]


def test_one_enters_ones_own_whatever_name_is_sent(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(reverse("absence_new"), DAYS | {"person": str(house.pavel.pk)})
    assert (answer.status_code, standing()) == (302, [("Vera", "2026-03-09", "2026-03-13")])


def test_own_management_enters_anybodys_and_it_says_who_did(house: House, client_of: In) -> None:
    client_of(house.oleg).post(reverse("absence_new"), DAYS | {"person": str(house.vera.pk)})
    assert standing() == [("Vera", "2026-03-09", "2026-03-13")]
    assert "entered by Oleg" in client_of(house.vera).get(reverse("absences")).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"until": "2026-03-08"}, "That is before the first day."),
        ({"since": "soon"}, "Enter a valid date."),
        ({"until": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(house: House, client_of: In, said: dict[str, str], words: str) -> None:
    answer = client_of(house.vera).post(reverse("absence_new"), DAYS | said)
    assert (answer.status_code, words in answer.content.decode(), standing()) == (422, True, [])


def test_it_is_taken_back_and_back_again(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(reverse("absence_new"), DAYS)
    made = Absence.objects.get()
    undo = reverse("absence_reinstate", args=[made.pk])
    answer = vera.post(reverse("absence_withdraw", args=[made.pk]), follow=True)
    assert (undo in answer.content.decode(), standing()) == (True, [])
    assert (
        "Somebody has changed it already"
        in vera.post(reverse("absence_withdraw", args=[made.pk]), follow=True).content.decode()
    )
    vera.post(undo)
    assert standing() == [("Vera", "2026-03-09", "2026-03-13")]


def test_of_others_one_sees_nothing(house: House, client_of: In) -> None:
    made = absence.enter(house.vera, since=house.day, until=house.day, by=house.vera, at=house.at, why="Surgery")
    pavel = client_of(house.pavel)
    assert "Surgery" not in pavel.get(reverse("absences")).content.decode()
    assert pavel.post(reverse("absence_withdraw", args=[made.pk])).status_code == 404
    assert "Surgery" in client_of(house.oleg).get(reverse("absences")).content.decode()
