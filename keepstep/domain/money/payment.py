"""Payments: money that came, by hand or from a bank file, and to which client it belongs (§5.8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.money.invoice import Invoice

NOTHING = Decimal(0)


class Way(models.TextChoices):
    HAND = "hand"
    BANK = "bank"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def standing(self) -> "PaymentQuerySet":
        return self.filter(undone_at=None)

    def with_rest(self) -> "PaymentQuerySet":
        """Part of which is laid to no invoice: an advance, or more than was asked for."""
        return self.standing().filter(spent__lt=F("amount"))


class Payment(Row):
    """`spent` of it, kept by `allocation`, is laid to invoices; the rest is the client's advance."""

    account = Key(Account)
    entity = Key(LegalEntity)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    purpose = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=4, choices=Way, default=Way.HAND)
    spent = models.DecimalField(max_digits=16, decimal_places=2, default=NOTHING, db_default=NOTHING)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    objects: ClassVar[PaymentQuerySet] = PaymentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "payment"
        ordering = ("-paid_on", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_of_something"),
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("amount")), name="a_payment_is_spent_at_most_in_full"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "account", "-paid_on", "-id"], name="payment_of_account"),
            models.Index(fields=["agency", "-paid_on", "-id"], name="payment_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}, {self.paid_on}"

    @property
    def rest(self) -> Decimal:
        return self.amount - self.spent


def record(
    account: Account, *, entity: LegalEntity, amount: Decimal, paid_on: date, by: Person | None, at: datetime,
    purpose: str = "", way: Way = Way.HAND,
) -> Payment:  # fmt: skip
    """The money has come, in the currency of the company; `allocation` says what for."""
    return Payment.objects.create(
        account=account, entity=entity, amount=amount, currency=entity.currency, paid_on=paid_on, purpose=purpose,
        way=way, by=by, at=at,
    )  # fmt: skip


def account_of(row: Invoice | Payment) -> Account:
    """The client, locked: whatever moves its money does so one at a time, in any order of invoices and payments."""
    return Account.objects.select_for_update(of=("self",), no_key=True).get(pk=row.account_id)
