"""Invoices: what a client is asked to pay, from the draft to the last payment (§4, §5.8)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer

NOTHING = Decimal(0)


class State(models.TextChoices):
    """Where an invoice stands on a day: derived, never stored."""

    DRAFT = "draft", pgettext_lazy("invoice", "draft")
    OPEN = "open", pgettext_lazy("invoice", "awaits payment")
    PART_PAID = "part", pgettext_lazy("invoice", "part-paid")
    OVERDUE = "overdue", pgettext_lazy("invoice", "overdue")
    PAID = "paid", pgettext_lazy("invoice", "paid")
    CANCELLED = "cancelled", pgettext_lazy("invoice", "cancelled")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def standing(self) -> "InvoiceQuerySet":
        """Neither cancelled nor, as drafts, thrown away."""
        return self.filter(cancelled_at=None)

    def drafts(self) -> "InvoiceQuerySet":
        return self.standing().filter(issued_at=None)

    def issued(self) -> "InvoiceQuerySet":
        """Also those cancelled since."""
        return self.filter(issued_at__isnull=False)

    def unpaid(self) -> "InvoiceQuerySet":
        """Issued, standing, and something is still owed."""
        return self.standing().issued().filter(paid__lt=F("total"))

    def overdue(self, day: date) -> "InvoiceQuerySet":
        return self.unpaid().filter(due__lt=day)

    def paid_in_full(self) -> "InvoiceQuerySet":
        return self.standing().issued().filter(paid__gte=F("total"))


class Invoice(Row):
    """Until it is issued it has no number and may change; from then on it does not, and stands by itself: `ours` and
    `theirs` keep the requisites of that day. `paid` is kept by `allocation`. `days_to_pay` are working days.
    """

    account = Key(Account)
    entity = Key(LegalEntity)
    payer = Key(Payer, null=True, blank=True)
    corrects = Key("self", null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language)
    currency = models.CharField(max_length=3)
    vat = models.CharField(max_length=4, choices=VatWay)
    days_to_pay = models.PositiveSmallIntegerField(default=5)
    basis = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    net = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    tax = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    total = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    number = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    issued_by = Key(Person, null=True)
    due = models.DateField(null=True)
    ours = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    paid = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING, db_default=NOTHING)
    cancelled_at = models.DateTimeField(null=True)

    objects: ClassVar[InvoiceQuerySet] = InvoiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "invoice"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "entity", "year", "serial"], name="a_number_of_an_invoice_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_on=None, year=None, serial=None, due=None, number="")
                | Q(
                    issued_at__isnull=False, issued_on__isnull=False, year__isnull=False, serial__isnull=False,
                    due__isnull=False, payer__isnull=False,
                )
                & ~Q(number=""),
                name="an_invoice_has_its_number_from_issuing_on",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("total")), name="an_invoice_is_paid_at_most_in_full"
            ),
            models.CheckConstraint(
                condition=Q(paid=0) | Q(issued_at__isnull=False, cancelled_at=None),
                name="what_is_paid_is_issued_and_stands",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["agency", "-at", "-id"], name="invoice_by_day"),
            models.Index(fields=["agency", "account", "-at", "-id"], name="invoice_of_account"),
            models.Index(
                fields=["agency", "due", "id"],
                condition=Q(issued_at__isnull=False, cancelled_at=None, paid__lt=F("total")),
                name="invoice_unpaid_by_due",
            ),
            models.Index(
                fields=["agency", "issued_on"], condition=Q(cancelled_at=None, issued_at__isnull=False),
                name="invoice_by_issue",
            ),
            models.Index(fields=["agency", "number"], condition=~Q(number=""), name="invoice_by_number"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or _("draft")

    @property
    def owed(self) -> Decimal:
        return self.total - self.paid

    def state_on(self, day: date) -> State:
        """Overdue says more than part-paid."""
        if self.cancelled_at:
            return State.CANCELLED
        if self.issued_at is None or self.due is None:
            return State.DRAFT
        if self.owed <= 0:
            return State.PAID
        if self.due < day:
            return State.OVERDUE
        return State.PART_PAID if self.paid else State.OPEN


class AlreadyIssued(Exception):
    """It has left our hands: it can be cancelled or corrected by another."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(_("Invoice %(number)s is issued: it can be cancelled or corrected.") % {"number": invoice})
