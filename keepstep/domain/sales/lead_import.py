"""An import: leads from a file of another system, loaded piece by piece, and taken back whole (§8)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import file_import
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.lead import Lead, LeadQuerySet, State
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.source import Source


class Policy(models.TextChoices):
    """What becomes of a row in which somebody known is recognised."""

    SKIP = "skip", _("leave the row out")
    ATTACH = "attach", _("add it to the history of the one we know")
    ANYWAY = "anyway", _("make a second lead anyway")


class Outcome(models.TextChoices):
    MADE = "made", _("became leads")
    ATTACHED = "attached", _("went into the history of leads we know")
    SKIPPED = "skipped", _("were left out: we know them")
    REFUSED = "refused", _("were refused")


class LeadImport(FileImport):
    """`is_answered`: nobody of them waits for a first answer any more."""

    source = Key(Source, null=True)
    person = Key(Person, null=True)
    policy = models.CharField(max_length=6, choices=Policy, default=Policy.SKIP)
    is_answered = models.BooleanField(default=True)

    class Meta(FileImport.Meta):
        db_table = "lead_import"
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(source__isnull=False), name="a_started_import_has_a_source"
            ),
        )


class LeadImportRow(Row):
    """A row of the file with all its cells, what became of it, and the lead it made, or in which it was recognised."""

    of = Key(LeadImport, models.CASCADE)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    lead = Key(Lead, models.SET_NULL, null=True)
    account = Key(Account, models.SET_NULL, null=True)
    cells = models.JSONField()
    faults = models.JSONField(default=list, db_default=[])

    class Meta:
        db_table = "lead_import_row"
        ordering = ("number",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "of", "number"], name="a_row_of_a_file_is_loaded_once"),
        )
        indexes = (
            models.Index(fields=["agency", "of", "outcome", "number"], name="lead_import_row_by_outcome"),
            models.Index(fields=["agency", "lead"], name="lead_import_row_of_lead"),
        )

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"


def outcomes(one: LeadImport) -> dict[str, int]:
    """How many rows became what."""
    return file_import.outcomes(LeadImportRow.objects.filter(of=one))


def made_by(key: UUID) -> LeadQuerySet:
    """Its leads, by the key of the import."""
    rows = LeadImportRow.objects.filter(of=key, outcome=Outcome.MADE)
    return Lead.objects.filter(pk__in=rows.values("lead"))


@transaction.atomic
def undo(one: LeadImport, *, at: datetime) -> int:
    """Its leads are gone, and what it added to the history of others; those on whom somebody has worked since stay.

    Returns how many stay.
    """
    ours = Q(facts__import__isnull=False, facts__import=str(one.pk))
    others = LeadRecord.objects.filter(lead=OuterRef("pk")).exclude(ours)
    untouched = made_by(one.pk).exclude(state=State.MERGED).exclude(Exists(others))
    known = LeadImportRow.objects.filter(of=one, outcome=Outcome.ATTACHED).values("lead")
    added = LeadRecord.objects.filter(lead__in=known, facts__import=str(one.pk))
    file_import.take_back(one, untouched=untouched, added=added, at=at)
    return made_by(one.pk).count()
