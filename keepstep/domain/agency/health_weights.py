"""What each part of a client's health weighs at this agency; the latest row counts (§5.5)."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row

USUAL = {
    "communication": 20,
    "movement": 20,
    "plan": 15,
    "payment": 10,
    "satisfaction": 20,
    "engagement": 10,
    "knowledge": 5,
}
PARTS = tuple(USUAL)
MOST = 100


class HealthWeights(Row):
    communication = models.PositiveSmallIntegerField()
    movement = models.PositiveSmallIntegerField()
    plan = models.PositiveSmallIntegerField()
    payment = models.PositiveSmallIntegerField()
    satisfaction = models.PositiveSmallIntegerField()
    engagement = models.PositiveSmallIntegerField()
    knowledge = models.PositiveSmallIntegerField()
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "health_weights"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(**{f"{name}__lte": MOST for name in PARTS}),
                name="a_part_of_health_weighs_at_most_a_hundred",
            ),
            models.CheckConstraint(
                condition=~Q(**dict.fromkeys(PARTS, 0)),
                name="some_part_of_health_weighs_something",
            ),
        )
        indexes = (models.Index(F("agency"), F("at").desc(), name="health_weights_by_time"),)

    def __str__(self) -> str:
        return " ".join(f"{name} {getattr(self, name)}" for name in PARTS)

    @property
    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in PARTS}


def weights() -> dict[str, int]:
    """Those in force in the agency the session is in; until somebody has said otherwise, the usual ones."""
    said = HealthWeights.objects.first()
    return said.as_dict if said else dict(USUAL)


def weigh(values: dict[str, int], *, by: Person | None, at: datetime) -> HealthWeights:
    """From now on the parts weigh this; what was computed before stays as it was."""
    return HealthWeights.objects.create(**values, by=by, at=at)
