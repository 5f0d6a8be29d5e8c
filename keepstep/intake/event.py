"""Events: deliveries of other systems, kept as they came until they are translated into steps."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key, Row
from keepstep.intake.connection import Connection

CONTENT_LIFE = timedelta(days=90)
"""So long it is kept what a delivery said; that it came, and what became of it, is kept for ever."""


class Event(Row):
    """`delivery` is the sender's own id of the delivery; `digest` the hash of its content."""

    connection = Key(Connection, models.CASCADE)
    name = models.CharField(max_length=60)
    delivery = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    steps = models.PositiveSmallIntegerField(default=0, db_default=0)
    fault = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        db_table = "event"
        ordering = ("received_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["agency", "connection", "delivery"], name="a_delivery_is_kept_once"),
            models.UniqueConstraint(fields=["agency", "connection", "digest"], name="a_content_is_kept_once"),
        )
        indexes = (
            models.Index(fields=["agency", "received_at"], condition=Q(handled_at=None), name="event_waiting"),
            models.Index(fields=["agency", "received_at"], condition=~Q(payload={}), name="event_with_content"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.delivery}"


def forget(*, at: datetime) -> int:
    """Let go of what old deliveries said; their ids stay, so that a replay still adds nothing. Answers how many."""
    old = Event.objects.exclude(payload={}).filter(handled_at__isnull=False, received_at__lt=at - CONTENT_LIFE)
    return old.update(payload={})


def newest(of: Connection | None = None) -> models.QuerySet[Event]:
    """Deliveries without what they said, the newest first: of one connection, or of the agency.

    Keys are in the order of time, and an index has them by agency.
    """
    events = Event.objects.select_related("connection__project").defer("payload").order_by("-id")
    return events if of is None else events.filter(connection=of)
