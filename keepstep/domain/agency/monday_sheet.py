"""The company's page on one sheet, which comes on Monday mornings to whoever of own management wants it (§5.9)."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row

KIND = "monday_sheet"
"""The kind under which it is told of."""


class MondaySheetQuerySet(models.QuerySet["MondaySheet"]):
    def wanted(self) -> "MondaySheetQuerySet":
        return self.filter(ended_at=None, person__left_at=None)


class MondaySheet(Row):
    """This person wants it, since then; without such a row nothing comes."""

    person = Key(Person, models.CASCADE)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[MondaySheetQuerySet] = MondaySheetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "monday_sheet"
        ordering = ("since", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "person"], condition=Q(ended_at=None), name="a_sheet_comes_to_a_person_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.since}"


def is_wanted(person: Person) -> bool:
    return MondaySheet.objects.wanted().filter(person=person).exists()


def want(person: Person, *, at: datetime) -> None:
    """From the next Monday on; wanted before, nothing happens."""
    MondaySheet.objects.bulk_create([MondaySheet(person=person, since=at)], ignore_conflicts=True)


def stop(person: Person, *, at: datetime) -> bool:
    """False if it did not come."""
    return MondaySheet.objects.filter(person=person, ended_at=None).update(ended_at=at) == 1


def choose(person: Person, *, is_on: bool, at: datetime) -> None:
    if is_on:
        want(person, at=at)
    else:
        stop(person, at=at)
