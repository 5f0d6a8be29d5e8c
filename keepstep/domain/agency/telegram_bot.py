"""The agency's bot in Telegram: its sealed token, how far what it was told is read, and what stands in its way."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.sealed import Sealed, Secret
from keepstep.postgres import tenancy

RENUMBERED_AFTER = timedelta(days=6)
"""After a week without events Telegram numbers them anew, perhaps lower."""

SILENT_FOR = timedelta(minutes=30)
"""Telegram is out of reach for a minute now and then; nobody has to be told of that."""
STUMBLES = "bot_stumbles"


def new_address() -> str:
    return secrets.token_urlsafe(16)


class TelegramBot(Row):
    """`number` and `name` are what Telegram calls it; the token is never shown again.

    `last` is the number of the last event that was read, `heard_at` when it came, `read_at` when the bot was last asked
    for events. With `is_called` Telegram calls us at `address` instead. Nothing is sent before `rests_until`.
    """

    number = models.BigIntegerField()
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=128)
    token = Sealed()
    entered_at = models.DateTimeField()
    entered_by = Key(Person, null=True)
    last = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    is_called = models.BooleanField(default=False)
    address = models.CharField(max_length=32, unique=True, default=new_address)
    rests_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)
    fault_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "telegram_bot"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency"], name="an_agency_has_one_bot"),
            models.UniqueConstraint(fields=["number"], name="a_bot_serves_one_agency"),
        )

    def __str__(self) -> str:
        return f"@{self.name}"

    @property
    def secret(self) -> str:
        """With what Telegram shows that it is Telegram who calls; derived, never stored."""
        words = f"telegram:{self.id}:{self.address}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()

    def link(self, code: str) -> str:
        """Behind which Telegram opens the bot and tells it this code."""
        return f"https://t.me/{self.name}?start={code}"

    def reads_after(self, at: datetime) -> int:
        """The number after which events are asked for; 0 where numbers may have begun anew."""
        is_fresh = self.heard_at is not None and self.heard_at > at - RENUMBERED_AFTER
        return self.last if is_fresh else 0


class TakenElsewhere(Exception):
    """Another agency of this installation has the bot."""

    def __init__(self) -> None:
        super().__init__(_("Another agency here uses this bot already: make one of your own."))


def of_agency() -> TelegramBot | None:
    """The bot of the agency the session is in."""
    return TelegramBot.objects.first()


def enter(known: dict[str, Any], *, token: str, by: Person | None, at: datetime) -> TelegramBot:
    """The agency's bot is the one `known` to Telegram by this token; it may have had another. Raises TakenElsewhere."""
    facts = {"name": known["username"], "title": known.get("first_name", "")[:128], "token": Secret.of(token)}
    facts |= {"entered_at": at, "entered_by": by, "fault": "", "fault_at": None, "rests_until": None}
    try:
        with transaction.atomic():
            return TelegramBot.objects.update_or_create(number=known["id"], defaults=facts)[0]
    except IntegrityError as why:
        raise TakenElsewhere from why


def remove(bot: TelegramBot) -> None:
    """The token is forgotten."""
    bot.delete()


def advance(bot: TelegramBot, *, number: int, at: datetime) -> None:
    """This event is kept; together with what became of it, or not at all."""
    TelegramBot.objects.filter(pk=bot.pk).update(last=number, heard_at=at)


def is_well(bot: TelegramBot, *, at: datetime) -> None:
    TelegramBot.objects.filter(pk=bot.pk).update(read_at=at, fault="", fault_at=None)


def stumble(bot: TelegramBot, *, fault: str, at: datetime) -> None:
    """It cannot be used or heard now: its page says why; after half an hour the owners are told."""
    TelegramBot.objects.filter(pk=bot.pk).update(fault=fault[:500], fault_at=at)
    last = bot.read_at or bot.entered_at
    if bot.is_called or at - last < SILENT_FOR:
        return
    for owner in Person.objects.present().with_role(Role.OWNER):
        notification.tell(
            owner, kind=STUMBLES, key=f"{bot.pk} {last.isoformat()}", facts={"bot": bot.name, "fault": fault[:500]},
            address=reverse("telegram_settings"), at=at, is_urgent=True,
        )  # fmt: skip


def rest(bot: TelegramBot, *, until: datetime) -> None:
    """Telegram wants to hear nothing from it before."""
    TelegramBot.objects.filter(pk=bot.pk).update(rests_until=until)


def be_called(bot: TelegramBot, *, is_called: bool) -> None:
    TelegramBot.objects.filter(pk=bot.pk).update(is_called=is_called)


def find(address: str) -> TelegramBot | None:
    """The bot behind an address that is called, before any agency is known."""
    with tenancy.every_agency():
        return TelegramBot.objects.select_related("agency").filter(address=address, is_called=True).first()


def all_that_ask() -> list[tuple[UUID, UUID]]:
    """Agency and key of each bot that has to be asked for events."""
    with tenancy.every_agency():
        return list(TelegramBot.objects.filter(is_called=False).order_by("entered_at").values_list("agency_id", "pk"))
