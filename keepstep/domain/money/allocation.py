"""Allocations: which part of which payment pays which invoice. Part, over and joint payments alike (§5.8)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money import payment as payments
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment, Way, account_of


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def standing(self) -> "AllocationQuerySet":
        return self.filter(undone_at=None)


class Allocation(Row):
    """`reason` says by what a payment was recognised; by hand it is empty."""

    payment = Key(Payment, models.CASCADE, related_name="allocations")
    invoice = Key(Invoice, models.CASCADE, related_name="allocations")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    reason = models.CharField(max_length=200, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    objects: ClassVar[AllocationQuerySet] = AllocationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "allocation"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_allocation_is_of_something"),
        )
        indexes = (
            models.Index(fields=["agency", "invoice", "at"], name="allocation_of_invoice"),
            models.Index(fields=["agency", "payment", "at"], name="allocation_of_payment"),
        )

    def __str__(self) -> str:
        return f"{self.amount} → {self.invoice_id}"


class NotToBePaid(Exception):
    """The words say why this payment cannot go to this invoice."""


@transaction.atomic
def receive(
    invoices: Sequence[Invoice], *, amount: Decimal, paid_on: date, by: Person | None, at: datetime, purpose: str = "",
    way: Way = Way.HAND, reason: str = "",
) -> Payment:  # fmt: skip
    """Money came for these invoices of one client and company: they are paid in this order, what is left is an advance.

    Raises NotToBePaid.
    """
    first = invoices[0]
    made = payments.record(
        account_of(first), entity=first.entity, amount=amount, paid_on=paid_on, purpose=purpose, way=way, by=by, at=at
    )
    for one in invoices:
        one.refresh_from_db()
        _check(made, one)
        if part := min(made.rest, one.owed):
            lay(made, one, part, reason=reason, by=by, at=at)
    return made


@transaction.atomic
def allocate(payment: Payment, invoice: Invoice, *, amount: Decimal, by: Person | None, at: datetime) -> Allocation:
    """This part of what has come pays this invoice. Raises NotToBePaid."""
    account_of(payment)
    payment.refresh_from_db()
    invoice.refresh_from_db()
    _check(payment, invoice)
    if not 0 < amount <= min(payment.rest, invoice.owed):
        raise NotToBePaid(_("That is more than is left of the payment, or than the invoice asks for."))
    return lay(payment, invoice, amount, by=by, at=at)


@transaction.atomic
def undo(allocation: Allocation, *, by: Person | None, at: datetime) -> bool:
    """As if the payment had not gone there; the row stays. False if it was undone before."""
    account_of(allocation.invoice)
    return _lift(allocation, by=by, at=at)


@transaction.atomic
def take_back(payment: Payment, *, by: Person | None, at: datetime) -> bool:
    """The payment was none, and pays nothing; False if it was taken back before."""
    account_of(payment)
    for one in payment.allocations.standing().select_related("invoice"):
        _lift(one, by=by, at=at)
    return Payment.objects.standing().filter(pk=payment.pk).update(undone_at=at, undone_by=by) == 1


def release(invoice: Invoice, *, by: Person | None, at: datetime) -> list[Allocation]:
    """Nothing is laid to it any more; answers what was, with its payments. The client is locked by the caller."""
    lifted = list(Allocation.objects.standing().filter(invoice=invoice).select_related("payment"))
    for one in lifted:
        _lift(one, by=by, at=at)
    invoice.refresh_from_db()
    return lifted


def lay(
    payment: Payment, invoice: Invoice, amount: Decimal, *, by: Person | None, at: datetime, reason: str = ""
) -> Allocation:
    """The row and both sums; the client is locked and the amount fits."""
    _move(payment, invoice, amount)
    return Allocation.objects.create(payment=payment, invoice=invoice, amount=amount, reason=reason, by=by, at=at)


def _lift(one: Allocation, *, by: Person | None, at: datetime) -> bool:
    if Allocation.objects.standing().filter(pk=one.pk).update(undone_at=at, undone_by=by) != 1:
        return False
    _move(one.payment, one.invoice, -one.amount)
    return True


def _move(payment: Payment, invoice: Invoice, amount: Decimal) -> None:
    payment.refresh_from_db()
    invoice.refresh_from_db()
    payment.spent += amount
    payment.save(update_fields=["spent"])
    invoice.paid += amount
    invoice.save(update_fields=["paid"])


def _check(payment: Payment, invoice: Invoice) -> None:
    if payment.undone_at:
        raise NotToBePaid(_("This payment was taken back."))
    if invoice.issued_at is None or invoice.cancelled_at:
        raise NotToBePaid(_("Invoice %(number)s is not issued, or is cancelled.") % {"number": invoice})
    if payment.account_id != invoice.account_id:
        raise NotToBePaid(_("Invoice %(number)s is another client’s.") % {"number": invoice})
    if payment.entity_id != invoice.entity_id or payment.currency != invoice.currency:
        raise NotToBePaid(_("Invoice %(number)s is of another company of ours.") % {"number": invoice})
