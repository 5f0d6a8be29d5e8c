"""Parts: a sending in Telegram is several messages where it is long or brings files; each arrives once (§5.2).

They are written down when the sending is first taken. So a worker that goes on where another died repeats none that
arrived, and an answer or a press of a button finds the sending by the message it is about.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.talk.sending import Sending


class TelegramPart(Row):
    """`message` is the number it has in its chat; unknown of one that only a person knows to have arrived."""

    sending = Key(Sending, models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    chat = models.BigIntegerField()
    message = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)

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
    """The places of the parts that have not arrived yet, of as many as it has."""
    rows = [TelegramPart(sending=sending, place=place, chat=chat) for place in range(count)]
    TelegramPart.objects.bulk_create(rows, ignore_conflicts=True)
    left = TelegramPart.objects.filter(sending=sending, place__lt=count, arrived_at=None)
    return list(left.order_by("place").values_list("place", flat=True))


def arrive(sending: Sending, *, place: int, message: int, at: datetime) -> None:
    """Telegram has taken this part."""
    TelegramPart.objects.filter(sending=sending, place=place).update(message=message, arrived_at=at)


def of_message(*, chat: int, message: int | None) -> Sending | None:
    """Whose part this message is."""
    if message is None:
        return None
    with_said = TelegramPart.objects.select_related("sending__update", "sending__letter__project", "sending__contact")
    found = with_said.filter(chat=chat, message=message).order_by("-arrived_at").first()
    return found.sending if found else None
