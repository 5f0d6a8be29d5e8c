"""Lines of a proposal: what is offered (§5.8)."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key
from keepstep.domain.money import priced_line
from keepstep.domain.money.priced_line import PricedLine, Wanted
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.formulas.basket import Sum, Vat, basket


class ProposalLine(PricedLine):
    """`amount` is after its own discount and before what comes off the whole; `net`, `tax` and `total` are what is left
    of it."""

    version = Key(ProposalVersion, models.CASCADE, related_name="lines")
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        db_table = "proposal_line"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "version", "place"], name="a_line_offered_has_its_place"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="a_line_offered_is_of_something"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="a_line_costs_a_part_of_it"),
        )


def write(version: ProposalVersion, lines: Sequence[Wanted]) -> Sum:
    """These lines instead of those before; answers their sum. Raises DiscountTooLarge."""
    counted = basket(
        [one.counted for one in lines], vat=Vat(version.vat), off=version.off, off_amount=version.off_amount
    )
    ProposalLine.objects.filter(version=version).delete()
    ProposalLine.objects.bulk_create(
        ProposalLine(version=version, place=place, amount=amount, **priced_line.facts(one, found, vat=version.vat))
        for place, (one, amount, found) in enumerate(zip(lines, counted.after, counted.lines, strict=True), start=1)
    )
    return counted.sum


def as_wanted(version: ProposalVersion) -> list[Wanted]:
    """Its lines as they would be asked for again."""
    return [one.wanted for one in ProposalLine.objects.filter(version=version).select_related("service")]
