"""On which weekdays clients get their update unless one has days of its own (§5.2): dated rows, the latest counts."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


class Cadence(Row):
    """`days` are weekdays, 0 being Monday; without any an update is due on every working day."""

    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cadence"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "-at", "-id"], name="cadence_of_agency"),)

    def __str__(self) -> str:
        return " ".join(str(day) for day in self.days)


def of_agency() -> list[int]:
    last = Cadence.objects.first()
    return last.days if last else []


def agree(*, days: Iterable[int], by: Person | None, at: datetime) -> bool:
    """From now on the agency has it so; False if it had."""
    chosen = sorted(set(days))
    if chosen == of_agency():
        return False
    Cadence.objects.create(days=chosen, by=by, at=at)
    return True
