"""An owner enters the agency's bot, sees it by its name and takes it away."""

from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients import contact_chat
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, link, with_bot
from tests.telegram_server import TOKEN, TelegramServer, Wrong

PAGE, ENTER, REMOVE = "/settings/telegram/", "/settings/telegram/token/", "/settings/telegram/removal/"
ClientOf = Callable[[Person], Client]


def test_the_token_is_asked_of_telegram_and_shown_nowhere(
    house: House, telegram: TelegramServer, client_of: ClientOf
) -> None:
    client = client_of(house.oleg)
    answer = client.post(ENTER, {"token": f"  {TOKEN} "}, follow=True)
    page = answer.content.decode()
    assert (telegram.calls, "@lighthouse_bot" in page, TOKEN in page) == (["getMe"], True, False)
    assert TelegramBot.objects.get().token.reveal() == TOKEN


@pytest.mark.parametrize(
    ("token", "fault", "words"),
    [
        ("my bot", None, "This is no token"),
        ("700100200:AAF0r-Another_0123456789abcdefghijk", None, "Telegram does not know this token"),
        (TOKEN, Wrong(502, "Bad Gateway"), "Telegram could not be asked (Bad Gateway)"),
    ],
)
def test_a_token_that_does_not_work_is_refused_at_its_field(
    house: House, telegram: TelegramServer, client_of: ClientOf, token: str, fault: Wrong | None, words: str
) -> None:
    telegram.fail("getMe", *([fault] if fault else []))
    answer = client_of(house.oleg).post(ENTER, {"token": token})
    assert (answer.status_code, TelegramBot.objects.count()) == (422, 0)
    assert words in answer.content.decode().replace("&#x27;", "'")


def test_a_bot_of_another_agency_is_refused(house: House, telegram: TelegramServer, client_of: ClientOf) -> None:
    with_bot(house)
    with house.elsewhere.entered():
        answer = client_of(house.marta).post(ENTER, {"token": TOKEN})
        assert (answer.status_code, TelegramBot.objects.count()) == (422, 0)


def test_another_bot_ends_the_links_of_the_former_and_a_new_token_does_not(
    house: House, telegram: TelegramServer, client_of: ClientOf
) -> None:
    with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    client_of(house.oleg).post(ENTER, {"token": TOKEN})
    assert contact_chat.of(house.ines) is not None
    TelegramBot.objects.update(number=5)
    client_of(house.oleg).post(ENTER, {"token": TOKEN})
    assert (contact_chat.of(house.ines), TelegramBot.objects.get().number) == (None, 700100200)


def test_taking_it_away_is_asked_first(house: House, client_of: ClientOf) -> None:
    with_bot(house)
    client = client_of(house.oleg)
    assert ("The token is forgotten" in client.get(REMOVE).content.decode(), TelegramBot.objects.count()) == (True, 1)
    client.post(REMOVE)
    assert TelegramBot.objects.count() == 0
    assert "Make a bot with @BotFather" in client.get(PAGE).content.decode()
