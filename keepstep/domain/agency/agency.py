"""The agency: the tenant to whom every other row belongs."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from keepstep.postgres import tenancy
from keepstep.postgres.tenancy import NewKey


class Sight(models.TextChoices):
    """Which accounts an account manager sees."""

    OWN = "own", _("only their own")
    TEAM = "team", _("their team's")
    ALL = "all", _("all")


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class FactBy(models.TextChoices):
    """What counts as the fact of a month's plan."""

    PAYMENT = "payment", _("what was paid")
    INVOICE = "invoice", _("what was invoiced")


class Agency(models.Model):
    """A tenant with its ways: language, currency, sight, patience with stalls, by what a plan is measured.

    `tolerance` is how many working days back something may be entered that has happened.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=NewKey(), editable=False)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    currency = models.CharField(max_length=3, default="EUR")
    sight = models.CharField(max_length=4, choices=Sight, default=Sight.OWN)
    stall_after = models.PositiveSmallIntegerField(default=2, db_default=2)
    tolerance = models.PositiveSmallIntegerField(default=3, db_default=3)
    fact_by = models.CharField(max_length=7, choices=FactBy, default=FactBy.PAYMENT, db_default=FactBy.PAYMENT.value)
    founded_at = models.DateTimeField()

    class Meta:
        db_table = "agency"

    def __str__(self) -> str:
        return self.name

    def entered(self) -> AbstractContextManager[None]:
        """Be in this agency: only its rows are visible inside the block."""
        return tenancy.entered(self.id)


def amend(agency: Agency, **facts: Any) -> None:
    """The agency's ways have changed. `facts` are fields of Agency."""
    for name, value in facts.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(facts))
