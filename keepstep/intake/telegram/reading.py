"""Reading: each event of a bot is kept together with how far we are, once, whatever breaks in between."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DataError
from django.utils import timezone
from django.utils.translation import gettext as _

from keepstep.domain.agency import telegram_bot
from keepstep.domain.agency.sealed import CannotOpen
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.talk.file_kind import Refusal
from keepstep.intake.telegram import event as events
from keepstep.intake.telegram import hearing
from keepstep.intake.telegram.event import Event, Sent
from keepstep.intake.telegram.hearing import File
from keepstep.intake.telegram.replies import Reply
from keepstep.postgres import tenancy
from keepstep.telegram import bot_api
from keepstep.telegram.bot_api import BIGGEST_FILE, BotApi

Clock = Callable[[], datetime]
TICK, PATIENCE = 50.0, 5
"""Seconds of one tick of the schedule, and of a wait at Telegram for what may come: all bots share them."""
FETCHED_WITHIN = timedelta(minutes=10)
"""A file that cannot be fetched for so long is named without its content, and holds nothing else up."""

logger = logging.getLogger(__name__)


def read_all(*, is_over: Callable[[], bool]) -> int:
    """For the schedule: ask all bots in turn until the tick is over; answers how many events came in."""
    end, heard, stuck = time.monotonic() + TICK, 0, set()
    while time.monotonic() < end and not is_over():
        bots = [one for one in telegram_bot.all_that_ask() if one not in stuck]
        if not bots:
            break
        for agency_id, key in bots:
            try:
                heard += read(agency_id, key, clock=timezone.now, patience=max(1, PATIENCE // len(bots)))
            except (bot_api.Fault, CannotOpen):
                stuck.add((agency_id, key))
    return heard


def read(agency_id: UUID, key: UUID, *, clock: Clock, patience: int = 0) -> int:
    """What this bot was told since; answers how many events. Raises a Fault, which own management is shown."""
    return sum(stage == "kept" for stage in stages(agency_id, key, clock=clock, patience=patience))


def stages(agency_id: UUID, key: UUID, *, clock: Clock, patience: int = 0) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    with tenancy.entered(agency_id):
        bot = TelegramBot.objects.select_related("agency").filter(pk=key).first()
    if bot is None:
        return
    try:
        with bot_api.opened(bot.token.reveal()) as api:
            found = api.events(after=bot.reads_after(clock()), patience=patience)
            yield "reached"
            for told in found:
                yield from _one(bot, told, api, clock=clock)
    except (bot_api.Fault, CannotOpen) as fault:
        with tenancy.entered(agency_id):
            telegram_bot.stumble(bot, fault=in_words(fault), at=clock())
        raise
    with tenancy.entered(agency_id):
        telegram_bot.is_well(bot, at=clock())


def _one(bot: TelegramBot, told: dict[str, Any], api: BotApi, *, clock: Clock) -> Iterator[str]:
    found = events.read(told)
    files = _fetched(bot, found, api, at=clock())
    yield "fetched"
    reply = hear(bot, found, files, at=clock())
    yield "kept"
    if reply is not None and found.chat is not None:
        with suppress(bot_api.Fault):
            if reply.tap_key:
                api.hear(reply.tap_key, reply.words)
            else:
                api.say(found.chat, reply.words)
    yield "replied"


def hear(bot: TelegramBot, found: Event, files: list[File], *, at: datetime) -> Reply | None:
    """One event, in the bot's agency; of one that the database cannot hold, only that it came."""
    with tenancy.entered(bot.agency_id):
        try:
            return hearing.hear(bot, found, files=files, at=at)
        except (DataError, ValueError):
            logger.exception("event %s of bot %s could not be read", found.number, bot.number)
            return hearing.hear(bot, Event(found.number, events.Kind.OTHER), at=at)


def called(bot: TelegramBot, told: dict[str, Any], *, clock: Clock) -> None:
    """Telegram tells us an event itself."""
    with bot_api.opened(bot.token.reveal()) as api:
        for _stage in _one(bot, told, api, clock=clock):
            pass


def _fetched(bot: TelegramBot, found: Event, api: BotApi, *, at: datetime) -> list[File]:
    """Files of a contact's message, fetched before anything is written; of others none is."""
    if not found.files:
        return []
    with tenancy.entered(bot.agency_id):
        is_awaited = hearing.is_awaited(bot, found)
    return (
        [_file(one, api, is_late=at - (found.at or at) > FETCHED_WITHIN) for one in found.files] if is_awaited else []
    )


def _file(one: Sent, api: BotApi, *, is_late: bool) -> File:
    if one.size > BIGGEST_FILE:
        return File(one.name, b"", one.size, Refusal.TOO_BIG)
    try:
        content = api.file(one.key)
    except bot_api.Refused as fault:
        return File(one.name, b"", one.size, Refusal.TOO_BIG if "too big" in str(fault) else Refusal.LOST)
    except (bot_api.OutOfReach, bot_api.Unclear):
        if not is_late:
            raise
        return File(one.name, b"", one.size, Refusal.LOST)
    return File(one.name, content, len(content))


def in_words(fault: Exception) -> str:
    """What own management reads, in words that say what to do."""
    if isinstance(fault, CannotOpen):
        return _("The token was sealed with another secret of this installation: enter it again.")
    if isinstance(fault, bot_api.TokenRefused):
        return _("Telegram does not accept the token (%(why)s): enter the present one, @BotFather shows it.") % {
            "why": fault
        }
    if isinstance(fault, bot_api.Elsewhere):
        return _("Another program takes what this bot is told (%(why)s): stop it there, or use a bot of your own.") % {
            "why": fault
        }
    return str(fault)
