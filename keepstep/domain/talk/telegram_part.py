"""The parts of a sending in Telegram (`agency.part`), and whose part a message is."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from keepstep.domain.agency import part
from keepstep.domain.agency.part import Part
from keepstep.domain.agency.row import Key
from keepstep.domain.talk.sending import Sending


class TelegramPart(Part):
    sending = Key(Sending, models.CASCADE, related_name="parts")

    class Meta:
        db_table = "telegram_part"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "sending", "place"], name="a_sending_has_a_part_once"),
        )
        indexes = (models.Index(fields=["agency", "chat", "message"], name="telegram_part_of_message"),)

    def __str__(self) -> str:
        return f"{self.sending_id} {self.place}"


def plan(sending: Sending, *, chat: int, count: int) -> list[int]:
    return part.plan(TelegramPart, chat=chat, count=count, sending=sending)


def arrive(sending: Sending, *, place: int, message: int, at: datetime) -> None:
    part.arrive(TelegramPart, place=place, message=message, at=at, sending=sending)


def of_message(*, chat: int, message: int | None) -> Sending | None:
    """Whose part this message is."""
    if message is None:
        return None
    with_said = TelegramPart.objects.select_related("sending__update", "sending__letter__project", "sending__contact")
    found = with_said.filter(chat=chat, message=message).order_by("-arrived_at").first()
    return found.sending if found else None
