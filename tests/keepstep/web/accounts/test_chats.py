"""A contact is given a link to Telegram by us, by mail or by themselves, and either side ends it."""

import re
from collections.abc import Callable

from django.core import mail
from django.test import Client
from django.utils import timezone

from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.outlet import chat_mail
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, link, with_bot

ClientOf = Callable[..., Client]
LINK = re.compile(r"https://t\.me/lighthouse_bot\?start=([\w-]{32})")


def of_code(page: str) -> ContactChat:
    found = LINK.search(page.replace("&amp;", "&"))
    assert found is not None
    return ContactChat.objects.awaited(found[1], timezone.now()).get()


def test_the_link_is_shown_once_and_is_this_contacts(house: House, client_of: ClientOf) -> None:
    with_bot(house)
    page = client_of(house.vera).post(f"/contacts/{house.ines.pk}/chat/").content.decode()
    assert of_code(page).contact == house.ines


def test_the_link_is_mailed_in_the_contacts_language(house: House, client_of: ClientOf) -> None:
    with_bot(house)
    house.ines.language = "ru"
    house.ines.save(update_fields=["language"])
    client_of(house.vera).post(f"/contacts/{house.ines.pk}/chat/", {"is_mailed": "on"})
    chat_mail.send(house.ines.pk, at=timezone.now())
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["Ines <ines@northwind.test>"], "Lighthouse в Telegram")
    assert of_code(str(letter.body)).contact == house.ines


def test_without_a_bot_there_is_no_link(house: House, client_of: ClientOf) -> None:
    client = client_of(house.vera)
    assert client.get(f"/contacts/{house.ines.pk}/chat/").status_code == 404
    assert "link Telegram" not in client.get(f"/accounts/{house.northwind.pk}/").content.decode()


def test_we_end_the_link(house: House, client_of: ClientOf) -> None:
    with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    client = client_of(house.vera)
    assert "end the link" in client.get(f"/accounts/{house.northwind.pk}/").content.decode()
    client.post(f"/contacts/{house.ines.pk}/chat/end/")
    assert contact_chat.of(house.ines) is None


def test_a_contact_links_and_ends_it_in_the_portal(house: House, portal_of: ClientOf) -> None:
    with_bot(house)
    client = portal_of(house.ines)
    assert of_code(client.post("/portal/telegram/").content.decode()).contact == house.ines
    link(house.ines, chat=INES, at=house.at)
    assert "Ines · @ines" in client.get("/portal/devices/").content.decode()
    client.post("/portal/telegram/ending/")
    assert contact_chat.of(house.ines) is None
    assert "Link Telegram" in client.get("/portal/devices/").content.decode()


def test_whoever_has_a_chat_needs_no_address_for_updates(house: House, client_of: ClientOf) -> None:
    with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    facts = {"name": "Ines", "part": "decider", "language": "en", "gets_updates": "on", "sight": "all", "email": ""}
    answer = client_of(house.vera).post(f"/contacts/{house.ines.pk}/", facts)
    house.ines.refresh_from_db()
    assert (answer.status_code, house.ines.email, house.ines.mails_too) == (302, "", False)
    assert house.ines.ways_of_updates == ["telegram"]
