"""What happened to a lead: dated rows with who; they only grow."""

from datetime import datetime
from typing import Any

from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.lead import Lead


class Kind(models.TextChoices):
    CAME = "came"
    AMENDED = "amended"
    GIVEN = "given"
    TAKEN = "taken"
    RETURNED = "returned"
    ATTACHED = "attached"
    REJECTED = "rejected"
    TALKED = "talked"
    BOUNCED = "bounced"
    MERGED = "merged"
    PARTED = "parted"
    DEAL = "deal"
    ASSESSED = "assessed"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    IMPORTED = "imported"


class LeadRecord(Row):
    """`facts` are what the kind needs to be told in words; `at` is when it happened."""

    lead = Key(Lead, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = Key(Person, null=True)
    words = models.CharField(max_length=4000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "lead_record"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "lead", "-at", "-id"], name="lead_record_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.lead_id}"


def write(lead: Lead, kind: Kind, *, by: Person | None, at: datetime, words: str = "", **facts: Any) -> LeadRecord:
    return LeadRecord.objects.create(lead=lead, kind=kind, by=by, at=at, words=words, facts=facts)


def last(lead: Lead, *kinds: Kind) -> LeadRecord | None:
    """The latest of these; of the same moment the one written last."""
    return LeadRecord.objects.filter(lead=lead, kind__in=kinds).first()
