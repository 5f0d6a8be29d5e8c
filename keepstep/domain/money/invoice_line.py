"""Lines of an invoice: what it is for. Their sums are rounded once, here, and kept with them (§5.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.money.invoice import Invoice
from keepstep.formulas.basket import NOTHING, Line, Sum, Vat, basket


@dataclass(frozen=True)
class Wanted:
    """A line as it is asked for; `rate` is VAT in per cent, none is "without VAT"; `discount` in per cent."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    discount: Decimal = NOTHING
    rate: Decimal | None = None
    service: Service | None = None


class InvoiceLine(Row):
    """In its own words, whatever becomes of the service in the catalogue."""

    invoice = Key(Invoice, models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    service = Key(Service, null=True)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    price = models.DecimalField(max_digits=14, decimal_places=2)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=NOTHING)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    net = models.DecimalField(max_digits=16, decimal_places=2)
    tax = models.DecimalField(max_digits=16, decimal_places=2)
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        db_table = "invoice_line"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "invoice", "place"], name="a_line_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="a_line_is_of_something"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="a_discount_is_a_part"),
        )

    def __str__(self) -> str:
        return self.name


def write(invoice: Invoice, lines: Sequence[Wanted]) -> Sum:
    """These lines instead of those before; answers their sum."""
    counted = basket([_counted(one) for one in lines], vat=Vat(invoice.vat))
    InvoiceLine.objects.filter(invoice=invoice).delete()
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, place=place, service=one.service, name=one.name, unit=one.unit, quantity=one.quantity,
            price=one.price, discount=one.discount, rate=None if invoice.vat == Vat.NONE else one.rate, net=found.net,
            tax=found.vat, total=found.total,
        )
        for place, (one, found) in enumerate(zip(lines, counted.lines, strict=True), start=1)
    )  # fmt: skip
    return counted.sum


def as_wanted(invoice: Invoice) -> list[Wanted]:
    """Its lines as they would be asked for again."""
    return [
        Wanted(one.name, one.unit, one.quantity, one.price, one.discount, one.rate, one.service)
        for one in InvoiceLine.objects.filter(invoice=invoice).select_related("service")
    ]


def _counted(one: Wanted) -> Line:
    return Line(one.quantity, one.price, one.discount, one.rate)
