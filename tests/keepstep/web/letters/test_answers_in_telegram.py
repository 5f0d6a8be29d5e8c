"""Who wrote in Telegram is answered there, under what they wrote, without a subject; or by mail if one prefers."""

from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact_chat
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, link, with_bot

ClientOf = Callable[[Person], Client]


@pytest.fixture
def asked(house: House) -> Touchpoint:
    with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    return touchpoint.record(
        house.northwind, direction="in", form="telegram", at=house.at, contact=house.ines, summary="The prices?"
    )


def test_the_answer_goes_back_to_telegram(house: House, client_of: ClientOf, asked: Touchpoint) -> None:
    client, where = client_of(house.vera), f"/touchpoints/{asked.pk}/answer/"
    page = client.get(where).content.decode()
    assert ("To Ines in Telegram" in page, 'name="subject"' in page) == (True, False)
    client.post(where, {"body": "They **stay**."})
    sent = Sending.objects.get()
    assert (sent.channel, sent.address, sent.contact) == ("telegram", str(INES), house.ines)
    assert (Message.objects.get().subject, Message.objects.get().answers) == ("They stay.", asked)


def test_by_mail_if_one_prefers(house: House, client_of: ClientOf, asked: Touchpoint) -> None:
    client, where = client_of(house.vera), f"/touchpoints/{asked.pk}/answer/?by=email"
    client.post(where, {"contact": str(house.ines.pk), "subject": "Prices", "body": "They stay."})
    assert [(one.channel, one.address) for one in Sending.objects.all()] == [("email", "ines@northwind.test")]


def test_whose_link_has_ended_is_answered_by_mail(house: House, client_of: ClientOf, asked: Touchpoint) -> None:
    for one in contact_chat.ContactChat.objects.linked():
        contact_chat.end(one, at=house.at)
    page = client_of(house.vera).get(f"/touchpoints/{asked.pk}/answer/").content.decode()
    assert ("To Ines in Telegram" in page, 'name="subject"' in page) == (False, True)
