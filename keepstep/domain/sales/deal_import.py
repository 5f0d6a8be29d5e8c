"""An import: deals from a file of another system, loaded piece by piece, and taken back whole (§8). Its gates are those
of every other way: without evidence a deal waits before them, unless a head has written why it may pass (§5.8)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import file_import
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.gate import NotTheirsToPass
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Pipeline

OURS = ("records", "evidence", "waivers", "tasks")
"""What an import itself adds to a deal; whatever else there is of it, somebody has made since."""


class Policy(models.TextChoices):
    """What becomes of a row whose deal is known."""

    SKIP = "skip", _("leave the row out")
    ATTACH = "attach", _("add it to the history of the deal we know")
    ANYWAY = "anyway", _("make a second deal anyway")


class Outcome(models.TextChoices):
    MADE = "made", _("became deals")
    HELD = "held", _("became deals that wait before a gate")
    ATTACHED = "attached", _("went into the history of deals we know")
    SKIPPED = "skipped", _("were left out: we know them")
    REFUSED = "refused", _("were refused")


NEW = (Outcome.MADE, Outcome.HELD)


class DealImport(FileImport):
    """`stages` say what each stage of the file is with us; `pipeline`, `person`, `reason` and `currency` are of rows
    that say none we know. `waiver` is why the deals may pass the gates without evidence, as `waived_by` wrote it."""

    stages = models.JSONField(default=dict)
    pipeline = Key(Pipeline, null=True)
    person = Key(Person, null=True)
    reason = Key(LossReason, null=True)
    currency = models.CharField(max_length=3, blank=True)
    policy = models.CharField(max_length=6, choices=Policy, default=Policy.SKIP)
    waiver = models.CharField(max_length=2000, blank=True)
    waived_by = Key(Person, null=True)

    class Meta(FileImport.Meta):
        db_table = "deal_import"
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(pipeline__isnull=False, person__isnull=False),
                name="a_started_import_has_a_pipeline_and_a_salesperson",
            ),
            models.CheckConstraint(
                condition=Q(waiver="", waived_by=None) | ~Q(waiver="") & Q(waived_by__isnull=False),
                name="somebody_lets_the_deals_of_a_file_pass",
            ),
        )


class DealImportRow(Row):
    """A row of the file with all its cells, what became of it, and the deal it made, or in which it was recognised.

    `key` is the deal's own in the system it came from; `faults` say why it was refused, or before which gate it waits.
    """

    of = Key(DealImport, models.CASCADE)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    deal = Key(Deal, models.SET_NULL, null=True)
    cells = models.JSONField()
    faults = models.JSONField(default=list, db_default=[])

    class Meta:
        db_table = "deal_import_row"
        ordering = ("number",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "of", "number"], name="a_row_of_deals_is_loaded_once"),
        )
        indexes = (
            models.Index(fields=["agency", "of", "outcome", "number"], name="deal_import_row_by_outcome"),
            models.Index(fields=["agency", "deal"], name="deal_import_row_of_deal"),
            models.Index(fields=["agency", "key"], condition=~Q(key=""), name="deal_import_row_by_key"),
        )

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"


@transaction.atomic
def start(one: DealImport, *, by: Person, at: datetime, waiver: str = "", **facts: Any) -> None:
    """`facts` are its fields but `waiver`, which is a head's to write. Raises StartedAlready, NotTheirsToPass."""
    if waiver.strip() and not by.manages_the_agency:
        raise NotTheirsToPass
    said = {"waiver": waiver.strip(), "waived_by": by} if waiver.strip() else {}
    file_import.start(one, at=at, **facts, **said)


def made_by(key: UUID) -> DealQuerySet:
    """Its deals, by the key of the import."""
    return Deal.objects.filter(pk__in=_new(key).values("deal"))


def _new(key: UUID) -> QuerySet[DealImportRow]:
    return DealImportRow.objects.filter(of=key, outcome__in=NEW)


@transaction.atomic
def undo(one: DealImport, *, at: datetime) -> int:
    """Its deals are gone, and what it added to the history of others; those on which somebody has worked since stay.

    Returns how many stay.
    """
    others = DealImportRow.objects.filter(of=one, outcome=Outcome.ATTACHED).values("deal")
    added = DealRecord.objects.filter(deal__in=others, facts__import=str(one.pk))
    file_import.take_back(one, untouched=_untouched(one), added=added, at=at)
    return made_by(one.pk).count()


def _untouched(one: DealImport) -> DealQuerySet:
    """No record is somebody's, no task is another than the file's or was changed, and nothing was made of the deal."""
    this = OuterRef("pk")
    ours = Q(facts__import__isnull=False, facts__import=str(one.pk))
    found = made_by(one.pk).exclude(Exists(DealRecord.objects.filter(deal=this).exclude(ours)))
    planned = {"done_at": None, "amended_at": None, "planned_by": one.by, "planned_at": one.started_at}
    found = found.exclude(Exists(DealTask.objects.filter(deal=this).exclude(**planned)))
    for related in Deal._meta.related_objects:
        if related.get_accessor_name() not in OURS:
            found = found.exclude(Exists(related.related_model._default_manager.filter(**{related.field.name: this})))
    return found
