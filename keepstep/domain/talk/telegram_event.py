"""What our bot was told: each event once, with what became of it. Of strangers only the fact is kept, no word."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from keepstep.domain.agency import telegram_bot
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint

TOGETHER = timedelta(minutes=10)
"""What somebody writes within it, line by line as one does in a chat, is one word."""


class Fate(models.TextChoices):
    WORD = "word"
    EDIT = "edit"
    TAP = "tap"
    LINK = "link"
    UNLINK = "unlink"
    BLOCK = "block"
    OURS = "ours"
    STRANGER = "stranger"
    LEAD = "lead"
    IGNORED = "ignored"


class TelegramEvent(Row):
    """`bot` and `number` are Telegram's; `message` its number in its chat; `sending` is what it answers."""

    bot = models.BigIntegerField()
    number = models.BigIntegerField()
    chat = models.BigIntegerField(null=True)
    message = models.BigIntegerField(null=True)
    came_at = models.DateTimeField()
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.IGNORED)
    contact = Key(Contact, models.SET_NULL, null=True)
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)
    sending = Key(Sending, models.SET_NULL, null=True)

    class Meta:
        db_table = "telegram_event"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "bot", "number"], name="an_event_of_a_bot_is_heard_once"),
        )
        indexes = (
            models.Index(fields=["agency", "chat", "-came_at"], name="telegram_event_of_chat"),
            models.Index(fields=["agency", "touchpoint"], name="telegram_event_of_touchpoint"),
        )

    def __str__(self) -> str:
        return f"{self.bot} {self.number} {self.fate}"


def receive(
    bot: TelegramBot, *, number: int, chat: int | None, message: int | None, at: datetime
) -> TelegramEvent | None:
    """Keep that it came; None if that is known. How far the bot was read goes on together with it."""
    one = TelegramEvent(bot=bot.number, number=number, chat=chat, message=message, came_at=at)
    TelegramEvent.objects.bulk_create([one], ignore_conflicts=True)
    telegram_bot.advance(bot, number=number, at=at)
    return TelegramEvent.objects.filter(pk=one.pk).first()


def settle(one: TelegramEvent, fate: str, *, contact: Contact | None = None, touchpoint: Touchpoint | None = None,
           sending: Sending | None = None) -> None:  # fmt: skip
    """What became of it."""
    one.fate, one.contact, one.touchpoint, one.sending = fate, contact, touchpoint, sending
    one.save(update_fields=["fate", "contact", "touchpoint", "sending"])


def is_new_here(one: TelegramEvent) -> bool:
    """Whether this chat has not been a stranger's before: a stranger is told so once."""
    return not TelegramEvent.objects.filter(chat=one.chat, bot=one.bot, fate=Fate.STRANGER).exclude(pk=one.pk).exists()


def last_word(contact: Contact, *, chat: int, sending: Sending | None, at: datetime) -> Touchpoint | None:
    """What the contact has just said there about the same, still unanswered: more belongs to it."""
    said = TelegramEvent.objects.filter(
        chat=chat, contact=contact, fate=Fate.WORD, came_at__gt=at - TOGETHER, touchpoint__settled_at=None,
        touchpoint__isnull=False,
    )  # fmt: skip
    last = said.order_by("-number").select_related("touchpoint").first()
    return last.touchpoint if last and last.sending_id == (sending.pk if sending else None) else None


def word_of(*, chat: int, message: int) -> TelegramEvent | None:
    """The event that brought this message."""
    brought = TelegramEvent.objects.filter(chat=chat, message=message, fate=Fate.WORD).select_related("touchpoint")
    return brought.order_by("number").first()


def answered_by(touch: Touchpoint) -> TelegramEvent | None:
    """The message behind a client's word, the last of several."""
    return TelegramEvent.objects.filter(touchpoint=touch, fate=Fate.WORD).order_by("-number").first()
