"""Cancelling an issued invoice: a dated row with who and why. Its number stays its own (§5.8)."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import account_of


class Cancellation(Row):
    """Whose `undone_at` is empty is in force."""

    invoice = Key(Invoice, models.CASCADE, related_name="cancellations")
    reason = models.CharField(max_length=500)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    class Meta:
        db_table = "cancellation"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "invoice"], condition=Q(undone_at=None), name="an_invoice_is_cancelled_once"
            ),
        )

    def __str__(self) -> str:
        return self.reason


class NotToBeCancelled(Exception):
    """The words say why."""


class NotToBeRestored(Exception):
    def __init__(self) -> None:
        super().__init__(_("Another invoice stands in its place."))


@transaction.atomic
def cancel(invoice: Invoice, *, reason: str, by: Person, at: datetime) -> None:
    """Raises NotToBeCancelled: of a draft, twice, or while something is paid on it."""
    account_of(invoice)
    invoice.refresh_from_db()
    if invoice.issued_at is None or invoice.cancelled_at:
        raise NotToBeCancelled(_("Only an issued invoice can be cancelled, and once."))
    if invoice.paid:
        raise NotToBeCancelled(_("Something is paid on it: take the payment off it first, or correct it by another."))
    write(invoice, reason=reason, by=by, at=at)


@transaction.atomic
def restore(invoice: Invoice, *, by: Person, at: datetime) -> None:
    """It was a slip of the hand. Raises NotToBeRestored if another was issued in its place."""
    account_of(invoice)
    if Invoice.objects.standing().issued().filter(corrects=invoice).exists():
        raise NotToBeRestored
    Cancellation.objects.filter(invoice=invoice, undone_at=None).update(undone_at=at, undone_by=by)
    Invoice.objects.filter(pk=invoice.pk).update(cancelled_at=None)
    invoice.refresh_from_db()


def write(invoice: Invoice, *, reason: str, by: Person | None, at: datetime) -> None:
    """The row alone; `cancel` asks whether it may be."""
    Cancellation.objects.create(invoice=invoice, reason=reason, by=by, at=at)
    invoice.cancelled_at = at
    invoice.save(update_fields=["cancelled_at"])
