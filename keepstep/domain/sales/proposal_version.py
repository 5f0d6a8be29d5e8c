"""Versions of a proposal: one is written at a time; a published one never changes, which the database holds (§5.8)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.proposal import Proposal

TERMS = ("title", "language", "currency", "vat", "off", "off_amount", "valid_until", "before", "after")
"""What a version says beside its lines."""
NOTHING = Decimal(0)
MOST = Decimal(10) ** 12
"""A deal is worth less."""


class ProposalVersionQuerySet(models.QuerySet["ProposalVersion"]):
    def published(self) -> "ProposalVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "ProposalVersionQuerySet":
        return self.filter(published_at=None)


class ProposalVersion(Row):
    """`off` in per cent and `off_amount` in money come off the whole; `discount` is all that comes off.
    `valid_until` is its last day; `before` and `after` are words around the lines. `digest` is the SHA-256 of its
    PDF, which is kept.
    """

    proposal = Key(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    currency = models.CharField(_("currency"), max_length=3)
    vat = models.CharField(_("VAT"), max_length=4, choices=VatWay)
    off = models.DecimalField(max_digits=5, decimal_places=2, default=NOTHING)
    off_amount = models.DecimalField(max_digits=14, decimal_places=2, default=NOTHING)
    valid_until = models.DateField(_("valid until"))
    before = models.TextField(_("words before"), max_length=6000, blank=True)
    after = models.TextField(_("words after"), max_length=6000, blank=True)
    whole = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    discount = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    net = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    tax = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    total = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = Key(Person, null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[ProposalVersionQuerySet] = ProposalVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "proposal_version"
        ordering = ("-number",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "proposal", "number"], name="a_version_has_a_number_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["agency", "proposal"], condition=Q(published_at=None), name="one_version_is_written_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, digest="") | Q(published_at__isnull=False) & ~Q(digest=""),
                name="a_published_version_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(off__gte=0, off__lte=100, off_amount__gte=0), name="what_comes_off_is_a_part"
            ),
            models.CheckConstraint(condition=Q(total__gte=0, total__lt=MOST), name="a_proposal_costs_what_a_deal_can"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    def is_valid_on(self, day: date) -> bool:
        return day <= self.valid_until


def newest_of(proposal: Proposal) -> ProposalVersion | None:
    """The version that counts: the last one published."""
    return ProposalVersion.objects.published().filter(proposal=proposal).first()


def former(version: ProposalVersion) -> ProposalVersion | None:
    """The one it was made of."""
    earlier = ProposalVersion.objects.published().filter(proposal=version.proposal_id, number__lt=version.number)
    return earlier.first()
