"""Readings: what a metric was in a month or on a day; a correction is a new row (§4)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.metric import Metric


class Way(models.TextChoices):
    HAND = "hand"
    FILE = "file"
    API = "api"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> "MeasureQuerySet":
        """Those that count: without the ones replaced or taken back."""
        return self.filter(replaced_at=None)


class Measure(Row):
    metric = Key(Metric, models.CASCADE, related_name="measures")
    day = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    way = models.CharField(max_length=4, choices=Way, default=Way.HAND)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[MeasureQuerySet] = MeasureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "measure"
        ordering = ("-day", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "metric", "day"], condition=Q(replaced_at=None), include=["value"],
                name="a_metric_has_one_measure_a_day",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "-at", "-id"], name="measure_by_time"),)

    def __str__(self) -> str:
        return f"{self.day} {self.value}"
