"""Lines of an act: how much of each line of the invoice it takes over, never more than is left (§5.8)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money.act import Act
from keepstep.domain.money.invoice import NOTHING, Invoice
from keepstep.domain.money.invoice_line import InvoiceLine
from keepstep.formulas.basket import Line, Vat, basket

Part = Mapping[UUID, Decimal]
"""How much of each line, by the line's key."""


class ActLine(Row):
    """How much of an invoice's line this act takes over, and what that comes to."""

    act = Key(Act, models.CASCADE, related_name="lines")
    line = Key(InvoiceLine)
    place = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    net = models.DecimalField(max_digits=16, decimal_places=2)
    tax = models.DecimalField(max_digits=16, decimal_places=2)
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        db_table = "act_line"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "act", "line"], name="a_line_stands_once_in_an_act"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_line_of_an_act_is_of_something"),
        )
        indexes = (models.Index(fields=["agency", "line"], name="act_line_of"),)

    def __str__(self) -> str:
        return f"{self.place} {self.act_id}"


class TooMuch(ValueError):
    """More of a line would be taken over than the invoice holds."""

    def __init__(self, line: InvoiceLine, left: Decimal) -> None:
        self.line = line
        words = _("Of “%(name)s” only %(left)s are left to take over.")
        super().__init__(words % {"name": line.name, "left": f"{left.normalize():f}"})


def of_standing(invoice: Invoice) -> "models.QuerySet[ActLine]":
    """What acts have taken over of this invoice, but for those that were withdrawn."""
    acts = Act.objects.standing().filter(invoice=invoice).order_by().values("pk")
    return ActLine.objects.filter(act__in=acts).order_by()


def left_of(invoice: Invoice) -> dict[UUID, Decimal]:
    """How much of each line no standing act has taken over yet."""
    taken = dict(of_standing(invoice).values_list("line").annotate(sum=Sum("quantity")))
    return {one.pk: one.quantity - taken.get(one.pk, NOTHING) for one in invoice.lines.all()}


def counted(invoice: Invoice, part: Part) -> list[ActLine]:
    """Not written yet. Raises TooMuch."""
    left = left_of(invoice)
    chosen = [one for one in invoice.lines.all() if part.get(one.pk)]
    for one in chosen:
        if not 0 < part[one.pk] <= left[one.pk]:
            raise TooMuch(one, left[one.pk])
    return [_line(one, part[one.pk], left[one.pk], invoice, place) for place, one in enumerate(chosen, start=1)]


def _line(one: InvoiceLine, quantity: Decimal, left: Decimal, invoice: Invoice, place: int) -> ActLine:
    """Of a part the sum is counted anew; the last part is the rest, so that all parts come to the line."""
    before = of_standing(invoice).filter(line=one).aggregate(net=Sum("net"), tax=Sum("tax"))
    net, tax = one.net - (before["net"] or NOTHING), one.tax - (before["tax"] or NOTHING)
    if quantity < left:
        [found] = basket([Line(quantity, one.price, one.discount, one.rate)], vat=Vat(invoice.vat)).lines
        net, tax = min(found.net, net), min(found.vat, tax)
    return ActLine(line=one, place=place, quantity=quantity, net=net, tax=tax, total=net + tax)
