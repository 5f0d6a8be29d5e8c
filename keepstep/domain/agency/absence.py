"""Absences: the days on which somebody of us is away, and so gets nothing new."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person, PersonQuerySet
from keepstep.domain.agency.row import Key, Row


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        return self.filter(withdrawn_at=None)

    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(since__lte=day, until__gte=day)


class Absence(Row):
    """From `since` to `until`, both included; `by` entered it."""

    person = Key(Person, models.CASCADE)
    since = models.DateField()
    until = models.DateField()
    why = models.CharField(max_length=200, blank=True)
    by = Key(Person)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Key(Person, null=True)

    objects: ClassVar[AbsenceQuerySet] = AbsenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "absence"
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="an_absence_ends_after_it_begins"),
        )
        indexes = (
            models.Index(fields=["agency", "person", "until"], condition=Q(withdrawn_at=None), name="absence_of"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}–{self.until}"


class WithdrawnAlready(Exception):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has changed it already: here is how it stands now."))


def enter(person: Person, *, since: date, until: date, by: Person, at: datetime, why: str = "") -> Absence:
    """This person is away on these days."""
    return Absence.objects.create(person=person, since=since, until=until, why=why, by=by, at=at)


def withdraw(absence: Absence, *, by: Person, at: datetime) -> None:
    """It was a mistake, or plans have changed. Raises WithdrawnAlready."""
    if not Absence.objects.standing().filter(pk=absence.pk).update(withdrawn_at=at, withdrawn_by=by):
        raise WithdrawnAlready


def reinstate(absence: Absence) -> None:
    """It holds after all. Raises WithdrawnAlready."""
    gone = Absence.objects.filter(pk=absence.pk, withdrawn_at__isnull=False)
    if not gone.update(withdrawn_at=None, withdrawn_by=None):
        raise WithdrawnAlready


def here_on(day: date) -> PersonQuerySet:
    """Whoever has not left and is not away on that day."""
    away = Absence.objects.standing().on(day).filter(person=OuterRef("pk"))
    return Person.objects.present().exclude(Exists(away))
