"""The update's desk: drafted, previewed, sent once a day; what is refused says why at its field."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.talk import sending, snippet
from keepstep.domain.talk.sending import UNDO_LIFE, Sending, Text
from keepstep.domain.talk.unsent import Unsent
from keepstep.domain.talk.update import Update
from keepstep.outlet.letter import message
from keepstep.round import run
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]
LETTER = {"subject": "2 March: menu", "body": "Hello, Ines!\n\n**Done**\n- Menu"}


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        run.run(day=house.day, at=house.at)
        yield


def desk(house: House) -> str:
    return reverse("update_new", args=[house.northwind.pk])


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select args->>'sending_id' from procrastinate_jobs where task_name = 'send_mail'")
        return [key for (key,) in cursor.fetchall()]


def test_the_draft_stands_ready(house: House, client_of: In) -> None:
    page = client_of(house.vera).get(desk(house)).content.decode()
    assert "Menu page is ready" in page
    assert "Ines · ines@northwind.test" in page
    assert "Vera, Lighthouse" in page


def test_sending_writes_the_letter_and_asks_for_its_job(house: House, client_of: In) -> None:
    assert client_of(house.vera).post(desk(house), LETTER).status_code == 302
    told = Update.objects.get()
    assert (told.subject, told.body, told.by, told.day) == (*LETTER.values(), house.vera, house.day)
    assert jobs() == [str(Sending.objects.get().pk)]


def test_it_can_be_taken_back_for_ten_seconds_and_the_text_is_kept(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), LETTER)
    told, waiting = Update.objects.get(), Sending.objects.get()
    assert waiting.next_try_at == house.at + UNDO_LIFE
    back = reverse("update_withdraw", args=[told.pk])
    assert vera.post(back, headers={"HX-Request": "true"}).status_code == 200
    assert (Update.objects.count(), Sending.objects.count()) == (0, 0)
    page = vera.get(desk(house)).content.decode()
    assert "Hello, Ines!\n\n**Done**\n- Menu</textarea>" in page
    assert "Kept by Vera at 09:00; not sent yet." in page
    assert vera.post(desk(house), LETTER).status_code == 302
    assert (Update.objects.count(), Unsent.objects.count()) == (1, 0)


def test_what_a_worker_has_taken_is_not_taken_back(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), LETTER)
    assert sending.take(Sending.objects.get().pk, at=house.at + UNDO_LIFE)
    back = reverse("update_withdraw", args=[Update.objects.get().pk])
    assert vera.post(back, headers={"HX-Request": "true"}).status_code == 422
    assert (Update.objects.count(), Unsent.objects.count()) == (1, 0)


def test_it_leaves_at_the_hour_that_was_chosen(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    faulty = vera.post(desk(house), LETTER | {"leaves": "08:59"})
    assert (faulty.status_code, Update.objects.count()) == (422, 0)
    assert "That hour has passed" in faulty.content.decode()
    assert vera.post(desk(house), LETTER | {"leaves": "16:00"}).status_code == 302
    assert Sending.objects.get().next_try_at == house.at + timedelta(hours=7)
    page = vera.get(reverse("update", args=[Update.objects.get().pk])).content.decode()
    assert "leaves at 16:00" in page
    assert "Take it back" in page


def test_what_is_written_so_far_is_kept_for_the_day(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    for body in ("Half a", "Half a letter"):
        assert vera.post(desk(house), LETTER | {"keep": "1", "body": body}).status_code == 302
    assert (Update.objects.count(), Unsent.objects.get().day) == (0, house.day)
    assert "Half a letter</textarea>" in vera.get(desk(house)).content.decode()


def test_a_second_click_sends_nothing_more(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(desk(house), LETTER)
    again = client.post(desk(house), LETTER, headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert len(jobs()) == 1
    assert "has been sent already" in client.get(desk(house)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("body", "  "), ("subject", ""), ("subject", "x" * 201), ("body", "x" * 20_001)]
)
def test_what_cannot_be_sent_is_said_at_its_field(house: House, client_of: In, field: str, value: str) -> None:
    answer = client_of(house.vera).post(desk(house), {**LETTER, field: value})
    assert answer.status_code == 422
    assert "field-fault" in answer.content.decode()
    assert Update.objects.count() == 0


def test_without_a_reader_it_says_what_to_do(house: House, client_of: In) -> None:
    contact.depart(house.ines, at=house.at)
    answer = client_of(house.vera).post(desk(house), LETTER)
    assert answer.status_code == 422
    assert "add a contact with an e-mail address" in answer.content.decode()


@pytest.mark.parametrize("facts", ["[]", '{"x": 1}', '{"balls": "x", "steps": ["y"], "quiet": 1}'])
def test_facts_of_another_form_are_left_out(house: House, client_of: In, facts: str) -> None:
    assert client_of(house.vera).post(desk(house), {**LETTER, "facts": facts}).status_code == 302
    assert Update.objects.get().facts == {"steps": [], "balls": [], "quiet": False}


def test_the_preview_is_the_letter(house: House, client_of: In) -> None:
    where = reverse("update_preview", args=[house.northwind.pk])
    page = client_of(house.vera).post(where, {"subject": "S", "body": "*a* <script>"}).content.decode()
    assert '<p class="letter-subject">S</p>' in page
    assert "<p><em>a</em> &lt;script&gt;</p>" in page
    assert '<p class="signed">Vera, Lighthouse</p>' in page


def test_a_sent_update_can_be_read_again(house: House, client_of: In) -> None:
    client_of(house.vera).post(desk(house), LETTER)
    page = client_of(house.vera).get(reverse("update", args=[Update.objects.get().pk])).content.decode()
    assert "<li>Menu</li>" in page
    assert "on its way" in page


def test_readers_of_two_languages_get_a_text_each(house: House, client_of: In) -> None:
    contact.introduce(house.northwind, name="Olga Orlova", email="olga@northwind.test", language="ru")
    page = client_of(house.vera).get(desk(house)).content.decode()
    assert "Hello, Ines!" in page
    assert "Olga, здравствуйте!" in page
    assert "Olga Orlova · olga@northwind.test · Русский" in page
    russian = {"subject_ru": "2 марта: меню", "body_ru": "Меню готово"}
    answer = client_of(house.vera).post(desk(house), LETTER | russian | {"body_ru": " "})
    assert (answer.status_code, answer.content.decode().count("field-fault")) == (422, 1)
    client_of(house.vera).post(desk(house), LETTER | russian)
    told = Update.objects.get()
    assert (told.language, told.in_language("en")) == ("en", Text("en", *LETTER.values()))
    assert told.in_language("ru") == Text("ru", *russian.values())
    letters = {sending.address: message(sending) for sending in Sending.objects.all()}
    assert {address: (one.subject, one.extra_headers["Content-Language"]) for address, one in letters.items()} == {
        "ines@northwind.test": (LETTER["subject"], "en"),
        "olga@northwind.test": (russian["subject_ru"], "ru"),
    }
    page = client_of(house.vera).get(reverse("update", args=[told.pk])).content.decode()
    assert "2 March: menu" in page
    assert "2 марта: меню" in page


def test_snippets_are_at_hand(house: House, client_of: In) -> None:
    for person, name in ((house.vera, "Mine"), (None, "Everybody’s"), (house.pavel, "Pavel’s")):
        snippet.write(name=name, body=f"{name} words", person=person, at=house.at)
    page = client_of(house.vera).get(reverse("snippets_at_hand")).content.decode()
    assert [name for name in ("Mine", "Everybody’s", "Pavel’s") if f"<template>{name} words" in page] == [
        "Mine", "Everybody’s",
    ]  # fmt: skip


def test_the_desk_costs_a_bounded_number_of_queries(house: House, client_of: In) -> None:
    assert queries_of(client_of(house.vera), desk(house)) == 15
