"""An owner enters a bot, a client links a chat, reads the update there, marks it and answers; Today has their word."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients.contact import Channel
from keepstep.domain.talk import update
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.intake.telegram import reading
from keepstep.outlet.telegram import message
from keepstep.round import run
from tests.cast import House
from tests.journeys.work import work
from tests.telegram_server import TOKEN, TelegramServer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

INES = 11


def heard(house: House) -> int:
    """What people wrote to the bot is read and taken in."""
    with house.agency.entered():
        bot = TelegramBot.objects.get()
    count = reading.read(house.agency.pk, bot.pk, clock=timezone.now)
    work()
    return count


def told(house: House) -> None:
    """Today, a working day whenever the test runs, Ines gets the daily update in her chat."""
    now = timezone.now()
    with house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        run.run(day=today, at=now)
        update.send(house.northwind, day=today, subject="Menu", body="**Done**\n- Menu page", by=house.vera, at=now)
        keys = list(Sending.objects.filter(channel=Channel.TELEGRAM).values_list("pk", flat=True))
    for key in keys:
        message.send(house.agency.pk, key, clock=lambda: timezone.now() + UNDO_LIFE + timedelta(seconds=1))


def test_a_client_reads_marks_and_answers_in_telegram(
    open_house: House, telegram: TelegramServer, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.oleg)
    page.goto("/settings/telegram/")
    page.get_by_role("link", name="Enter the token").click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_contain_text("@lighthouse_bot")

    page = page_of(open_house.vera)
    page.goto(f"/accounts/{open_house.northwind.pk}/")
    ines = page.locator("li, tr, .person", has_text="Ines").first
    ines.get_by_role("link", name="link Telegram").click()
    drawer = page.locator("#drawer")
    drawer.locator("#id_is_mailed").uncheck()
    drawer.get_by_role("button", name="Make a link").click()
    address = drawer.locator("#chat-link").inner_text()
    assert address.startswith("https://t.me/lighthouse_bot?start=")
    telegram.write(INES, f"/start {address.split('=')[1]}")
    assert heard(open_house) == 1
    page.reload()
    expect(page.locator("main")).to_contain_text("in Telegram")

    told(open_house)
    ours = telegram.to(INES)[-1]
    assert "Menu page" in ours.text
    telegram.press(INES, ours, next(label for label, _data in ours.buttons if "seful" in label))
    telegram.write(INES, "Lovely! But when does the shop open?")
    assert heard(open_house) == 2
    page.goto("/")
    item = page.locator(".item", has_text="Answer the client")
    expect(item).to_contain_text("Lovely! But when does the shop open?")
    item.get_by_role("link", name="Answer").click()
    drawer = page.locator("#drawer")
    drawer.locator("#id_body").fill("On Monday at eight.")
    page.keyboard.press("Control+Enter")
    expect(drawer).not_to_be_visible()
    expect(page.locator(".item", has_text="Answer the client")).to_have_count(0)
    with open_house.agency.entered():
        (key,) = Sending.objects.under_way().filter(channel=Channel.TELEGRAM).values_list("pk", flat=True)
    message.send(open_house.agency.pk, key, clock=lambda: timezone.now() + UNDO_LIFE + timedelta(seconds=1))
    assert telegram.to(INES)[-1].text.startswith("On Monday at eight.")
    page.goto(f"/accounts/{open_house.northwind.pk}/")
    expect(page.locator(".timeline")).to_contain_text("Lovely! But when does the shop open?")
