"""Snippets: one's own, and everybody's, which own management keeps."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.talk import snippet
from keepstep.domain.talk.snippet import Snippet
from tests.cast import House

In = Callable[[Person], Client]
WORDS = {"name": "Holidays", "body": " We are here again on Monday. "}


@pytest.mark.parametrize(
    ("who", "ticked", "whose"),
    [("vera", {"for_everybody": "on"}, "vera"), ("oleg", {"for_everybody": "on"}, None), ("oleg", {}, "oleg")],
)
def test_only_own_management_writes_for_everybody(
    house: House, client_of: In, who: str, ticked: dict[str, str], whose: str | None
) -> None:
    assert client_of(getattr(house, who)).post(reverse("snippet_new"), WORDS | ticked).status_code == 302
    kept = Snippet.objects.get()
    assert (kept.name, kept.body) == ("Holidays", "We are here again on Monday.")
    assert kept.person == (getattr(house, whose) if whose else None)


def test_it_is_changed_and_deleted_by_whose_it_is(house: House, client_of: In) -> None:
    kept = snippet.write(**WORDS, person=house.vera, at=house.at)
    vera = client_of(house.vera)
    assert vera.post(reverse("snippet", args=[kept.pk]), {"name": "Trips", "body": "Back soon."}).status_code == 302
    assert Snippet.objects.get().body == "Back soon."
    assert client_of(house.pavel).post(reverse("snippet_forget", args=[kept.pk])).status_code == 404
    assert vera.get(reverse("snippet_forget", args=[kept.pk])).status_code == 200
    assert vera.post(reverse("snippet_forget", args=[kept.pk])).status_code == 302
    assert Snippet.objects.count() == 0


def test_a_faulty_one_says_so_at_its_field(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(reverse("snippet_new"), {"name": "x" * 81, "body": " "})
    assert (answer.status_code, answer.content.decode().count("field-fault")) == (422, 2)


def test_an_empty_page_says_what_will_be_here(house: House, client_of: In) -> None:
    assert "Here stand sentences you write often" in client_of(house.vera).get(reverse("snippets")).content.decode()
