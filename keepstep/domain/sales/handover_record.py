"""What happened to a handover: dated rows with who; they only grow. Its clocks are read from them."""

from datetime import datetime

from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.handover import Handover


class Kind(models.TextChoices):
    BEGUN = "begun"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class HandoverRecord(Row):
    """`words` are the questions of whoever returned it, or the answers with which it was handed over again; `person`
    is whom it was assigned to."""

    handover = Key(Handover, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    by = Key(Person, null=True)
    person = Key(Person, null=True)
    words = models.TextField(max_length=4000, blank=True)

    class Meta:
        db_table = "handover_record"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="returned", words=""), name="whoever_returns_a_handover_asks_something"
            ),
        )
        indexes = (models.Index(fields=["agency", "handover", "-at", "-id"], name="handover_record_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.handover_id}"


def write(
    handover: Handover, kind: Kind, *, by: Person | None, at: datetime, words: str = "", person: Person | None = None
) -> HandoverRecord:
    return HandoverRecord.objects.create(handover=handover, kind=kind, by=by, at=at, words=words, person=person)
