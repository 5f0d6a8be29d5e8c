"""The catalogue: what the agency sells, by which unit and at what price (§4, §5.8)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.vat_rate import VatRate


class Service(Row):
    """`other_name` stands in documents of the other language; no rate is "without VAT"; recurring is by the month."""

    name = models.CharField(max_length=200)
    other_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    unit = models.CharField(max_length=40)
    price = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    rate = Key(VatRate, null=True, blank=True)
    is_recurring = models.BooleanField(default=False, db_default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "service"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_service_has_a_name_of_its_own"),
            models.CheckConstraint(condition=Q(price__gte=0), name="a_service_costs_nothing_at_least"),
        )

    def __str__(self) -> str:
        return self.name


class AlreadyOffered(ValueError):
    """There is a service of this name."""


def offer(*, name: str, **facts: Any) -> Service:
    """Raises AlreadyOffered. `facts` are fields of Service."""
    made, is_new = Service.objects.get_or_create(name=name, defaults=facts)
    if not is_new:
        raise AlreadyOffered(name)
    return made


def amend(service: Service, *, name: str, **facts: Any) -> None:
    """Proposals and invoices keep the words and prices they were made with. Raises AlreadyOffered."""
    facts["name"] = name
    try:
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(**facts)
    except IntegrityError as why:
        raise AlreadyOffered(name) from why


def close(service: Service, *, at: datetime) -> None:
    """It is offered no more."""
    service.closed_at = at
    service.save(update_fields=["closed_at"])


def reopen(service: Service) -> None:
    service.closed_at = None
    service.save(update_fields=["closed_at"])
