"""What happened to a deal: dated rows with who; they only grow. Its stages with their days are read from them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.pipeline import Stage


class Kind(models.TextChoices):
    BEGUN = "begun"
    MOVED = "moved"
    RETURNED = "returned"
    LOST = "lost"
    REOPENED = "reopened"
    GIVEN = "given"
    AMENDED = "amended"
    PROVED = "proved"
    DISPROVED = "unproved"
    NOTED = "noted"
    OFFERED = "offered"
    ASKED = "asked"
    DECLINED = "declined"
    SENT = "sent"
    BOUNCED = "bounced"
    WROTE = "wrote"
    IMPORTED = "imported"


WAYS = (Kind.BEGUN, Kind.MOVED, Kind.RETURNED)
"""These say in which stage it stands from then on."""


class DealRecord(Row):
    """`stage` is the one it came into, `was` the one it left; `facts` are what the kind needs to be told in words."""

    deal = Key(Deal, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    by = Key(Person, null=True)
    stage = Key(Stage, null=True)
    was = Key(Stage, null=True)
    words = models.CharField(max_length=4000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "deal_record"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["begun", "moved", "returned"], stage__isnull=False)
                | ~Q(kind__in=["begun", "moved", "returned"]) & Q(stage=None),
                name="who_moves_a_deal_says_where_to",
            ),
        )
        indexes = (models.Index(fields=["agency", "deal", "-at", "-id"], name="deal_record_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.deal_id}"


def write(
    deal: Deal,
    kind: Kind,
    *,
    by: Person | None,
    at: datetime,
    words: str = "",
    stage: Stage | None = None,
    left: Stage | None = None,
    **facts: Any,
) -> DealRecord:
    return DealRecord.objects.create(
        deal=deal, kind=kind, by=by, at=at, words=words, stage=stage, was=left, facts=facts
    )  # fmt: skip


def note(deal: Deal, *, words: str, by: Person, at: datetime) -> DealRecord:
    """What was said or thought of it."""
    return write(deal, Kind.NOTED, by=by, at=at, words=words)


def last(deal: Deal, *kinds: Kind) -> DealRecord | None:
    """The latest of these."""
    return DealRecord.objects.filter(deal=deal, kind__in=kinds).first()


def touched_since(deals: DealQuerySet, moment: datetime) -> DealQuerySet:
    """Those of them with which something has happened from this moment on."""
    return deals.filter(Exists(DealRecord.objects.filter(deal=OuterRef("pk"), at__gte=moment)))
