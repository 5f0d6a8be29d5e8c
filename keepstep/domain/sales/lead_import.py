"""An import: leads from a file of another system, loaded piece by piece, and taken back whole (§8)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import store
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.sales.lead import Lead, LeadQuerySet, State
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.source import Source

AT_ONCE = 1000
"""Leads that are taken back by one statement."""


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


class LeadImport(Row):
    """`fields` say what each column holds, in the order of `headings`; `done` rows of `total` are loaded.

    `country` reads telephone numbers without a code; `is_answered`: nobody of them waits for a first answer any more.
    """

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    system = models.CharField(max_length=10, blank=True)
    headings = models.JSONField()
    fields = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, db_default=0)
    source = Key(Source, null=True)
    person = Key(Person, null=True)
    policy = models.CharField(max_length=6, choices=Policy, default=Policy.SKIP)
    is_answered = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True)
    by = Key(Person)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    class Meta:
        db_table = "lead_import"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(source__isnull=False), name="a_started_import_has_a_source"
            ),
        )

    def __str__(self) -> str:
        return self.name


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


class StartedAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("It has been started already."))


class NotToBeUndone(Exception):
    """It is still running, or has been taken back."""

    def __init__(self) -> None:
        super().__init__(_("It is still being loaded, or has been taken back already."))


def receive(
    content: bytes, *, name: str, system: str, headings: list[str], fields: list[str], total: int, agency: Agency,
    by: Person, at: datetime,
) -> LeadImport:  # fmt: skip
    """A file was given to us; nothing is loaded before somebody has looked at it."""
    digest = store.keep(content, agency_id=agency.pk)
    return LeadImport.objects.create(
        name=name[-255:], digest=digest, system=system, headings=headings, fields=fields, total=total, by=by, at=at
    )


def twin(one: LeadImport) -> LeadImport | None:
    """The same bytes, loaded before and not taken back."""
    others = LeadImport.objects.exclude(pk=one.pk).exclude(started_at=None).filter(digest=one.digest, undone_at=None)
    return others.select_related("by").first()


def start(one: LeadImport, *, at: datetime, **facts: Any) -> None:
    """`facts` are fields, source, person, policy, is_answered and country. Raises StartedAlready."""
    if not LeadImport.objects.filter(pk=one.pk, started_at=None).update(started_at=at, **facts):
        raise StartedAlready


def finish(one: LeadImport, *, at: datetime) -> None:
    LeadImport.objects.filter(pk=one.pk, finished_at=None).update(finished_at=at)


def outcomes(one: LeadImport) -> dict[str, int]:
    """How many rows became what."""
    counted = LeadImportRow.objects.filter(of=one).order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict(counted)


def made_by(key: UUID) -> LeadQuerySet:
    """Its leads, by the key of the import."""
    rows = LeadImportRow.objects.filter(of=key, outcome=Outcome.MADE)
    return Lead.objects.filter(pk__in=rows.values("lead"))


def ask_undo(one: LeadImport, *, by: Person, at: datetime) -> None:
    """Raises NotToBeUndone."""
    known = LeadImport.objects.filter(pk=one.pk, undo_asked_at=None).exclude(finished_at=None)
    if not known.update(undo_asked_at=at, undone_by=by):
        raise NotToBeUndone


@transaction.atomic
def undo(one: LeadImport, *, at: datetime) -> int:
    """Its leads are gone, and what it added to the history of others; those on whom somebody has worked since stay.

    Returns how many stay.
    """
    ours = Q(facts__import__isnull=False, facts__import=str(one.pk))
    others = LeadRecord.objects.filter(lead=OuterRef("pk")).exclude(ours)
    untouched = made_by(one.pk).exclude(state=State.MERGED).exclude(Exists(others))
    keys = list(untouched.order_by().values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        Lead.objects.filter(pk__in=keys[first : first + AT_ONCE]).delete()
    added = LeadImportRow.objects.filter(of=one, outcome=Outcome.ATTACHED).values("lead")
    LeadRecord.objects.filter(lead__in=added, facts__import=str(one.pk)).delete()
    LeadImport.objects.filter(pk=one.pk).update(undone_at=at)
    return made_by(one.pk).count()
