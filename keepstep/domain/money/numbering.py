"""Numbers of documents: without gaps, for each company of ours and each year (§5.8)."""

from typing import ClassVar

from django.db import models

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.row import Key, Row


class Kind(models.TextChoices):
    """What is numbered, each kind for itself."""

    INVOICE = "invoice"
    CONTRACT = "contract"
    ACT = "act"


class Numbering(Row):
    """`last` is the last number that was given."""

    entity = Key(LegalEntity)
    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "numbering"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "entity", "kind", "year"], name="a_year_is_numbered_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.last}/{self.year}"


def next_number(entity: LegalEntity, *, kind: Kind, year: int) -> int:
    """The next number, from 1. Call it in the transaction that makes the document: whoever else needs a number waits
    for its end, and should the document come to nothing, so does its number."""
    of_the_year = {"entity": entity, "kind": kind, "year": year}
    Numbering.objects.bulk_create([Numbering(**of_the_year)], ignore_conflicts=True)
    known = Numbering.objects.select_for_update(no_key=True).get(**of_the_year)
    known.last += 1
    known.save(update_fields=["last"])
    return known.last
