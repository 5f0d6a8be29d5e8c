"""Lines of a proposal: what is offered. Their sums are rounded once, here, and kept with them (§5.8)."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.money.invoice_line import Wanted
from keepstep.domain.sales.proposal_version import NOTHING, ProposalVersion
from keepstep.formulas.basket import Line, Sum, Vat, basket


class ProposalLine(Row):
    """In its own words, whatever becomes of the service. `amount` is after its own discount and before what comes off
    the whole; `net`, `tax` and `total` are what is left of it."""

    version = Key(ProposalVersion, models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    service = Key(Service, null=True)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    price = models.DecimalField(max_digits=14, decimal_places=2)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=NOTHING)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    net = models.DecimalField(max_digits=16, decimal_places=2)
    tax = models.DecimalField(max_digits=16, decimal_places=2)
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        db_table = "proposal_line"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "version", "place"], name="a_line_offered_has_its_place"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="a_line_offered_is_of_something"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="a_line_costs_a_part_of_it"),
        )

    def __str__(self) -> str:
        return self.name


def write(version: ProposalVersion, lines: Sequence[Wanted]) -> Sum:
    """These lines instead of those before; answers their sum. Raises DiscountTooLarge."""
    counted = basket(
        [_counted(one) for one in lines], vat=Vat(version.vat), off=version.off, off_amount=version.off_amount
    )
    ProposalLine.objects.filter(version=version).delete()
    ProposalLine.objects.bulk_create(
        ProposalLine(
            version=version, place=place, service=one.service, name=one.name, unit=one.unit, quantity=one.quantity,
            price=one.price, discount=one.discount, rate=None if version.vat == Vat.NONE else one.rate,
            amount=amount, net=found.net, tax=found.vat, total=found.total,
        )
        for place, (one, amount, found) in enumerate(zip(lines, counted.after, counted.lines, strict=True), start=1)
    )  # fmt: skip
    return counted.sum


def as_wanted(version: ProposalVersion) -> list[Wanted]:
    """Its lines as they would be asked for again."""
    return [
        Wanted(one.name, one.unit, one.quantity, one.price, one.discount, one.rate, one.service)
        for one in ProposalLine.objects.filter(version=version).select_related("service")
    ]


def _counted(one: Wanted) -> Line:
    return Line(one.quantity, one.price, one.discount, one.rate)
