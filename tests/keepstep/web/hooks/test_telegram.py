"""Telegram tells us an event itself: with its secret, once, and only where it was asked to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.talk.touchpoint import Touchpoint
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, link, with_bot
from tests.telegram_server import TelegramServer

CALLS = "/settings/telegram/calls/"
EVENT: dict[str, Any] = {
    "update_id": 77,
    "message": {
        "message_id": 5, "text": "Hello", "chat": {"id": INES, "type": "private"}, "from": {"first_name": "Ines"}
    },
}  # fmt: skip


@pytest.fixture
def bot(house: House, telegram: TelegramServer, settings: Any, client_of: Callable[[Person], Client]) -> TelegramBot:
    settings.SITE_URL = "https://keepstep.test"
    with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    client_of(house.oleg).post(CALLS)
    return TelegramBot.objects.get()


def tell(bot: TelegramBot, *, secret: str | None = None, told: object = EVENT) -> int:
    return (
        Client()
        .post(
            f"/hooks/telegram/{bot.address}/",
            told,
            content_type="application/json",
            headers={"X-Telegram-Bot-Api-Secret-Token": bot.secret if secret is None else secret},
        )
        .status_code
    )


def test_telegram_is_given_the_address_and_the_secret(bot: TelegramBot, telegram: TelegramServer) -> None:
    assert telegram.webhook["url"] == f"https://keepstep.test/hooks/telegram/{bot.address}/"
    assert (telegram.webhook["secret_token"], bot.is_called) == (bot.secret, True)


def test_an_event_is_heard_once(bot: TelegramBot) -> None:
    assert (tell(bot), tell(bot)) == (202, 202)
    assert [one.summary for one in Touchpoint.objects.filter(direction="in")] == ["Hello"]


@pytest.mark.parametrize("secret", ["", "guess", "ключ"])
def test_without_the_secret_nothing_is_heard(bot: TelegramBot, secret: str) -> None:
    assert tell(bot, secret=secret.encode().decode("latin-1")) == 401
    assert Touchpoint.objects.filter(direction="in").count() == 0


@pytest.mark.parametrize("told", [[], {"update_id": "x"}, "words"])
def test_what_is_no_event_is_refused(bot: TelegramBot, told: object) -> None:
    assert tell(bot, told=told) == 400


def test_asked_again_the_bot_is_called_no_more(
    house: House, bot: TelegramBot, telegram: TelegramServer, client_of: Callable[[Person], Client]
) -> None:
    client_of(house.oleg).post(CALLS)
    assert (telegram.webhook, TelegramBot.objects.get().is_called, tell(bot)) == ({}, False, 404)


def test_by_plain_http_telegram_refuses_and_it_stays_as_it_was(
    house: House, telegram: TelegramServer, client_of: Callable[[Person], Client]
) -> None:
    with_bot(house)
    answer = client_of(house.oleg).post(CALLS, follow=True)
    assert "An HTTPS URL must be provided" in answer.content.decode()
    assert TelegramBot.objects.get().is_called is False
