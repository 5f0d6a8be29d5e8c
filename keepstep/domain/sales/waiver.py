"""Waivers: a head let a deal pass a gate without evidence, and wrote why (§5.8)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.pipeline import Gate


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def standing(self) -> "WaiverQuerySet":
        return self.filter(withdrawn_at=None)


class Waiver(Row):
    deal = Key(Deal, models.CASCADE, related_name="waivers")
    gate = models.PositiveSmallIntegerField(choices=Gate)
    reason = models.CharField(max_length=2000)
    by = Key(Person)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[WaiverQuerySet] = WaiverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "waiver"
        ordering = ("gate", "at", "id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(gate__gte=1, gate__lte=5), name="a_waiver_opens_a_gate"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_says_why"),
        )
        indexes = (models.Index(fields=["agency", "deal", "gate"], condition=Q(withdrawn_at=None), name="waiver_of"),)

    def __str__(self) -> str:
        return f"{self.gate} {self.deal_id}"
