"""Sources: where leads come from, and how soon each is to be answered (§5.7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line

TARGET = 15
"""Working minutes within which a lead is answered."""


class Way(models.TextChoices):
    """How a lead finds its salesperson."""

    HAND = "hand", _("by hand")
    ROUND = "round", _("in turn")
    LEAST = "least", _("whoever has least to do")


class Source(Line):
    target = models.PositiveSmallIntegerField(default=TARGET, db_default=TARGET)
    way = models.CharField(max_length=5, choices=Way, default=Way.HAND, db_default=Way.HAND)

    usual: ClassVar = (
        pgettext_lazy("source", "Website"),
        pgettext_lazy("source", "Telephone"),
        pgettext_lazy("source", "Recommendation"),
        pgettext_lazy("source", "Search advertising"),
        pgettext_lazy("source", "Event"),
    )

    class Meta:
        db_table = "source"
        ordering = ("name", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_source_has_a_name_of_its_own"),
            models.CheckConstraint(condition=Q(target__gte=1), name="an_answer_takes_a_minute_at_least"),
        )
