"""How far a mailbox was read: up to which number, under which validity of its numbers (RFC 3501 §2.3.1.1)."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from keepstep.domain.agency.row import Row


class Reading(Row):
    """`read_at` is when it was last read to its end; `fault` what has stood in the way since."""

    mailbox = models.CharField(max_length=200)
    validity = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)
    fault_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mailbox_reading"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "mailbox"], name="a_mailbox_is_read_from_one_place"),
        )

    def __str__(self) -> str:
        return f"{self.mailbox} {self.last}"


def begin(mailbox: str, *, at: datetime) -> Reading:
    """Where the mailbox was left; a new one begins now."""
    return Reading.objects.get_or_create(mailbox=mailbox, defaults={"begun_at": at})[0]


def renumber(reading: Reading, *, validity: int) -> None:
    """Its numbers mean other letters from now on."""
    reading.validity, reading.last = validity, 0
    reading.save(update_fields=["validity", "last"])


def advance(reading: Reading, *, number: int) -> None:
    """Everything up to this number is kept; together with the letter itself, or not at all."""
    Reading.objects.filter(pk=reading.pk, last__lt=number).update(last=number)


def finish(reading: Reading, *, at: datetime) -> None:
    Reading.objects.filter(pk=reading.pk).update(read_at=at, fault="", fault_at=None)


def stumble(mailbox: str, *, fault: str, at: datetime) -> None:
    """It could not be read to its end; the next try goes on from where this one came to."""
    Reading.objects.filter(mailbox=mailbox).update(fault=fault[:500], fault_at=at)


def newest() -> Reading | None:
    """What is known of the mailbox that was read last."""
    return Reading.objects.order_by("-read_at").first()
