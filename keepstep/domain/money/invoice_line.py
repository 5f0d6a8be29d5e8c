"""Lines of an invoice: what it is for (§5.8)."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key
from keepstep.domain.money import priced_line
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import PricedLine, Wanted
from keepstep.formulas.basket import Sum, Vat, basket


class InvoiceLine(PricedLine):
    invoice = Key(Invoice, models.CASCADE, related_name="lines")

    class Meta:
        db_table = "invoice_line"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "invoice", "place"], name="a_line_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="a_line_is_of_something"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="a_discount_is_a_part"),
        )


def write(invoice: Invoice, lines: Sequence[Wanted]) -> Sum:
    """These lines instead of those before; answers their sum."""
    counted = basket([one.counted for one in lines], vat=Vat(invoice.vat))
    InvoiceLine.objects.filter(invoice=invoice).delete()
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, place=place, **priced_line.facts(one, found, vat=invoice.vat))
        for place, (one, found) in enumerate(zip(lines, counted.lines, strict=True), start=1)
    )
    return counted.sum


def as_wanted(invoice: Invoice) -> list[Wanted]:
    """Its lines as they would be asked for again."""
    return [one.wanted for one in InvoiceLine.objects.filter(invoice=invoice).select_related("service")]
