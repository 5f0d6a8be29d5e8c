"""The first month's plan of a handover: which services, for how much."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales.handover import Handover


class HandoverLineQuerySet(models.QuerySet["HandoverLine"]):
    def standing(self) -> "HandoverLineQuerySet":
        return self.filter(withdrawn_at=None)


class HandoverLine(Row):
    """In the service's currency, as it will be paid, with VAT."""

    handover = Key(Handover, models.CASCADE, related_name="lines")
    service = Key(Service)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[HandoverLineQuerySet] = HandoverLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "handover_line"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "handover", "service"],
                condition=models.Q(withdrawn_at=None),
                name="a_service_is_planned_once_in_a_month",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="what_is_planned_costs_something"),
        )

    def __str__(self) -> str:
        return f"{self.service_id} {self.amount}"


class PlannedAlready(Exception):
    """There is a line of this service."""

    def __init__(self, service: Service) -> None:
        super().__init__(_("“%(name)s” is in the plan already.") % {"name": service.name})


@transaction.atomic
def plan(handover: Handover, *, service: Service, amount: Decimal, at: datetime) -> HandoverLine:
    """Raises AlreadyAccepted, PlannedAlready."""
    locked = handovers.lock(handover)
    _check_free(locked, service)
    return HandoverLine.objects.create(handover=locked, service=service, amount=amount, at=at)


@transaction.atomic
def amend(line: HandoverLine, **facts: Any) -> None:
    """`facts` are its service and amount. Raises AlreadyAccepted, PlannedAlready."""
    locked = handovers.lock(line.handover)
    if "service" in facts:
        _check_free(locked, facts["service"], but=line)
    HandoverLine.objects.standing().filter(pk=line.pk).update(**facts)


@transaction.atomic
def withdraw(line: HandoverLine, *, at: datetime) -> None:
    """It is not planned. Raises AlreadyAccepted."""
    handovers.lock(line.handover)
    HandoverLine.objects.standing().filter(pk=line.pk).update(withdrawn_at=at)


@transaction.atomic
def restore(line: HandoverLine) -> None:
    """It is. Raises AlreadyAccepted, PlannedAlready."""
    locked = handovers.lock(line.handover)
    _check_free(locked, line.service, but=line)
    HandoverLine.objects.filter(pk=line.pk).update(withdrawn_at=None)


def _check_free(handover: Handover, service: Service, but: HandoverLine | None = None) -> None:
    lines = HandoverLine.objects.standing().filter(handover=handover, service=service)
    if (lines.exclude(pk=but.pk) if but else lines).exists():
        raise PlannedAlready(service)
