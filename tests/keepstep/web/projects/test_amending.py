"""A project's name, producer and kind are changed on its page, with what it was before, and taken back at once."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import person
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.project import Project
from tests.cast import House

In = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def where(house: House) -> str:
    return reverse("project_edit", args=[house.project.pk])


def facts(house: House) -> tuple[str, Person | None, bool]:
    found = Project.objects.select_related("producer").get(pk=house.project.pk)
    return found.name, found.producer, found.is_retainer


def test_it_is_changed_shown_and_taken_back(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    said = {"name": " Site and shop ", "producer": str(house.oleg.pk), "is_retainer": "on"}
    page = client.post(where(house), said, follow=True).content.decode()
    assert facts(house) == ("Site and shop", house.oleg, True)
    undo = reverse("amendment_withdraw", args=[Amendment.objects.get().pk])
    assert undo in page
    history = client.get(where(house)).content.decode()
    told = ["New site → Site and shop", "Pavel → Oleg", "Goes on without an end", "Vera"]
    assert [words for words in told if words not in history] == []
    client.post(undo)
    assert facts(house) == ("New site", house.pavel, False)


def test_a_name_is_needed(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(where(house), {"name": "  ", "producer": str(house.oleg.pk)})
    assert (answer.status_code, "field-fault" in answer.content.decode()) == (422, True)
    assert facts(house) == ("New site", house.pavel, False)


def test_saved_as_it_was_there_is_nothing_to_take_back(house: House, client_of: In) -> None:
    page = client_of(house.vera).post(where(house), {"name": "New site", "producer": str(house.pavel.pk)}, follow=True)
    assert ("It was so already." in page.content.decode(), Amendment.objects.count()) == (True, 0)


def test_whoever_has_left_stays_until_another_is_named(house: House, client_of: In) -> None:
    person.leave(house.pavel, at=house.at)
    client = client_of(house.vera)
    client.post(where(house), {"name": "Shop", "producer": str(house.pavel.pk)})
    client.post(where(house), {"name": "Shop", "producer": ""})
    assert (facts(house), Amendment.objects.count()) == (("Shop", None, False), 2)
