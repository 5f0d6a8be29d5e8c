"""Doors: channels by which strangers write and become leads by themselves, of the source that was named (§5.7)."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.lead import Channel
from keepstep.domain.sales.source import Source

DOORS = (Channel.EMAIL, Channel.TELEGRAM)


class LeadDoor(Row):
    """It was open from `at` until `closed_at`. Closed, letters wait to be sorted, and of chats nothing is kept."""

    channel = models.CharField(max_length=8, choices=[(one.value, one.label) for one in DOORS])
    source = Key(Source)
    by = Key(Person)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_door"
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "channel"], condition=Q(closed_at=None), name="a_channel_has_one_open_door"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} → {self.source_id}"


def leads_to(channel: str) -> Source | None:
    """The source whose leads strangers of this channel become; None where they do not."""
    found = LeadDoor.objects.filter(channel=channel, closed_at=None).select_related("source").first()
    return found.source if found else None


@transaction.atomic
def open_to(channel: str, source: Source | None, *, by: Person, at: datetime) -> bool:
    """From now on they become leads of this source, or of none; False if that was so already."""
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
    now = LeadDoor.objects.filter(channel=channel, closed_at=None).first()
    if (now.source_id if now else None) == (source.pk if source else None):
        return False
    if now:
        LeadDoor.objects.filter(pk=now.pk).update(closed_at=at)
    if source:
        LeadDoor.objects.create(channel=channel, source=source, by=by, at=at)
    return True
