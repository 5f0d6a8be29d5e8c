"""A letter of ours in the client's timeline: on its way, refused, delivered and told once, or taken back and untold."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.talk import message, sending, update
from keepstep.domain.talk.message import Kind, Message
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.web.accounts import timeline
from tests.cast import House

In = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def sent(house: House) -> Message:
    return message.send(
        house.ines, kind=Kind.PUSH, subject="Photos", body="Dear *Ines*", by=house.vera, at=house.at
    )  # fmt: skip


def told(house: House) -> list[tuple[str, str, object]]:
    found, _older = timeline.entries(house.northwind, desk=Desk(house.vera), at=house.at + UNDO_LIFE)
    return [(str(one.title), str(one.delivery), one.sent) for one in found if one.words == "Photos"]


def handed(sent: Message, house: House) -> Sending:
    taken = sending.take(Sending.objects.get(letter=sent).pk, at=house.at + UNDO_LIFE)
    assert taken is not None
    assert sending.hand_over(taken, at=house.at + UNDO_LIFE)
    return taken


def test_while_it_is_on_its_way_it_says_so(house: House, sent: Message) -> None:
    assert told(house) == [("We wrote", "on its way", sent.pk)]


def test_delivered_it_is_told_once_with_its_text_behind_it(house: House, sent: Message) -> None:
    sending.deliver(handed(sent, house), at=house.at + UNDO_LIFE)
    assert told(house) == [("We wrote", "", sent.pk)]


def test_refused_it_says_so(house: House, sent: Message) -> None:
    sending.refuse(handed(sent, house), at=house.at + UNDO_LIFE, fault="550")
    assert told(house) == [("We wrote", "not delivered", sent.pk)]


def test_taken_back_it_is_not_told(house: House, sent: Message) -> None:
    message.withdraw(sent, at=house.at)
    assert told(house) == []


def test_it_is_read_again_as_it_was_sent(house: House, sent: Message, client_of: In) -> None:
    page = client_of(house.vera).get(reverse("message", args=[sent.pk])).content.decode()
    assert ("Dear <em>Ines</em>" in page, "ines@northwind.test" in page, "on its way" in page) == (True, True, True)


def test_once_todays_update_is_sent_the_page_offers_to_read_it(house: House, client_of: In) -> None:
    where, vera = reverse("account", args=[house.northwind.pk]), client_of(house.vera)
    assert "Send today's update" in vera.get(where).content.decode()
    told = update.send(house.northwind, day=house.day, subject="Monday", body="Done", by=house.vera, at=house.at)
    page = vera.get(where).content.decode()
    assert ("Send today's update" in page, f'<a class="btn" href="/updates/{told.pk}/"' in page) == (False, True)
