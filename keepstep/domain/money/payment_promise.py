"""Promises of payment: the client has said by when they pay; until then nobody reminds them (§6)."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money.invoice import Invoice


class PaymentPromise(Row):
    """Of several the latest said counts."""

    invoice = Key(Invoice, models.CASCADE, related_name="promises")
    day = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_promise"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(
                fields=["agency", "invoice", "-at"], condition=models.Q(withdrawn_at=None), name="promise_of_invoice"
            ),
        )

    def __str__(self) -> str:
        return str(self.day)


class NotOwed(Exception):
    def __init__(self) -> None:
        super().__init__(_("Nothing is owed on this invoice."))


def note(invoice: Invoice, *, day: date, by: Person, at: datetime, words: str = "") -> PaymentPromise:
    """They have said that they pay by this day. Raises NotOwed."""
    if not Invoice.objects.unpaid().filter(pk=invoice.pk).exists():
        raise NotOwed
    return PaymentPromise.objects.create(invoice=invoice, day=day, words=words, by=by, at=at)


def withdraw(promise: PaymentPromise, *, at: datetime) -> None:
    """Noting it was a slip of the hand."""
    PaymentPromise.objects.filter(pk=promise.pk, withdrawn_at=None).update(withdrawn_at=at)
