"""Legal entities: the companies under whose names the agency makes contracts and is paid (§5.8)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import brand, requisites
from keepstep.domain.agency.requisites import Requisites
from keepstep.domain.agency.row import Row
from keepstep.formulas.basket import Vat

PICTURES = ("logo", "stamp", "signature")


class VatWay(models.TextChoices):
    """How this company's prices stand to VAT."""

    IN = Vat.IN, _("VAT in the price")
    TOP = Vat.TOP, _("VAT on top of the price")
    NONE = Vat.NONE, _("without VAT")


class LegalEntity(Requisites, Row):
    """`number_prefix` begins the numbers of its documents; the pictures are PNGs drawn anew, empty without one."""

    number_prefix = models.CharField(max_length=10, blank=True)
    vat = models.CharField(max_length=4, choices=VatWay, default=VatWay.IN)
    currency = models.CharField(max_length=3)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    logo = models.BinaryField(default=bytes)
    stamp = models.BinaryField(default=bytes)
    signature = models.BinaryField(default=bytes)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "legal_entity"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "inn"], condition=~Q(inn=""), name="a_company_of_ours_is_entered_once"
            ),
        )


class AlreadyEntered(ValueError):
    """A company with this INN is entered."""


def enter(**facts: Any) -> LegalEntity:
    """`facts` are its fields, pictures as they were given. Raises WrongRequisites, AlreadyEntered, NoPicture."""
    proper = _proper(facts)
    try:
        with transaction.atomic():
            return LegalEntity.objects.create(**proper)
    except IntegrityError as why:
        raise AlreadyEntered(proper["inn"]) from why


def amend(entity: LegalEntity, **facts: Any) -> None:
    """Documents made before keep what stood in them. Raises WrongRequisites, AlreadyEntered, NoPicture."""
    proper = _proper(facts)
    try:
        with transaction.atomic():
            LegalEntity.objects.filter(pk=entity.pk).update(**proper)
    except IntegrityError as why:
        raise AlreadyEntered(proper["inn"]) from why


def close(entity: LegalEntity, *, at: datetime) -> None:
    """Nothing is made in its name any more."""
    entity.closed_at = at
    entity.save(update_fields=["closed_at"])


def reopen(entity: LegalEntity) -> None:
    entity.closed_at = None
    entity.save(update_fields=["closed_at"])


def _proper(facts: dict[str, Any]) -> dict[str, Any]:
    proper = requisites.verified(facts)
    for name in PICTURES:
        if proper.get(name):
            proper[name] = brand.redrawn(proper[name])
    return proper
