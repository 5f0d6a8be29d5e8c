"""Priced lines, of which an invoice and a proposal are made. Their sums are rounded once, at the line (§5.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.formulas.basket import NOTHING, Line, Share, Sum, Vat, shares


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

    @property
    def counted(self) -> Line:
        return Line(self.quantity, self.price, self.discount, self.rate)


class PricedLine(Row):
    """In its own words, whatever becomes of the service in the catalogue."""

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
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def wanted(self) -> Wanted:
        """As it would be asked for again."""
        return Wanted(self.name, self.unit, self.quantity, self.price, self.discount, self.rate, self.service)


def shares_of(lines: Iterable[PricedLine]) -> tuple[Share, ...]:
    """What of their sum is at each rate of VAT."""
    return shares(Share(one.rate, one.total, one.tax) for one in lines)


def facts(one: Wanted, found: Sum, *, vat: str) -> dict[str, Any]:
    """What is kept of a line that was asked for and counted; where there is no VAT, no rate counts."""
    return {
        "service": one.service, "name": one.name, "unit": one.unit, "quantity": one.quantity, "price": one.price,
        "discount": one.discount, "rate": None if vat == Vat.NONE else one.rate, "net": found.net, "tax": found.vat,
        "total": found.total,
    }  # fmt: skip
