"""Criteria: what the agency wants to know of a lead before it puts work into a proposal (§5.7)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line


class Criterion(Line):
    """A required one has to be met before a lead is qualified; the others are good to know."""

    is_required = models.BooleanField(default=True, db_default=True)

    usual: ClassVar = (
        pgettext_lazy("criterion", "It is what we do"),
        pgettext_lazy("criterion", "The budget is enough"),
        pgettext_lazy("criterion", "We talk to whoever decides"),
        pgettext_lazy("criterion", "There is a date by which it is needed"),
    )
    one_remains: ClassVar = False

    class Meta:
        db_table = "criterion"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_criterion_has_a_name_of_its_own"),
        )
