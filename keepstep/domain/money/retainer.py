"""Retainers: what an account buys every month, of which the month's first working day makes a draft invoice (§5.4)."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money.drafting import NotTheirs
from keepstep.formulas.basket import Line, Vat, basket
from keepstep.formulas.month import month_from

ONE = Decimal(1)


class RetainerQuerySet(models.QuerySet["Retainer"]):
    def in_month(self, month: date) -> "RetainerQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=month), since__lte=month)


class Retainer(Row):
    """From the month `since` to the month `until`, both named by their first days; without an end until it is ended.
    `price` stands to VAT as all prices of the company do."""

    account = Key(Account, models.CASCADE)
    service = Key(Service)
    entity = Key(LegalEntity)
    payer = Key(Payer, null=True, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2)
    days_to_pay = models.PositiveSmallIntegerField(default=5)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    objects: ClassVar[RetainerQuerySet] = RetainerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "retainer"
        ordering = ("account__sort_name", "since", "id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(price__gt=0), name="a_retainer_is_of_something"),
            models.CheckConstraint(condition=Q(since__day=1), name="a_retainer_begins_with_a_month"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__day=1), name="a_retainer_ends_with_a_month"),
        )
        indexes = (models.Index(fields=["agency", "account", "since"], name="retainer_of_account"),)

    def __str__(self) -> str:
        return f"{self.service_id} {self.price}"

    @property
    def total(self) -> Decimal:
        """As it is paid, with VAT."""
        rate = self.service.rate.percent if self.service.rate else None
        return basket([Line(ONE, self.price, rate=rate)], vat=Vat(self.entity.vat)).sum.total


class AlreadyRunning(Exception):
    """This account has a retainer of this service in one of those months."""

    def __init__(self) -> None:
        super().__init__(_("The client has a retainer of this service in these months already."))


@transaction.atomic
def agree(
    account: Account, *, service: Service, entity: LegalEntity, price: Decimal, since: date, by: Person | None,
    at: datetime, payer: Payer | None = None, until: date | None = None, days_to_pay: int = 5,
) -> Retainer:  # fmt: skip
    """Raises AlreadyRunning, NotTheirs."""
    if payer is not None and payer.account_id != account.pk:
        raise NotTheirs(payer)
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    known = Retainer.objects.filter(account=account, service=service).filter(Q(until=None) | Q(until__gte=since))
    if (known.filter(since__lte=until) if until else known).exists():
        raise AlreadyRunning
    return Retainer.objects.create(
        account=account, service=service, entity=entity, payer=payer, price=price, since=since, until=until,
        days_to_pay=days_to_pay, by=by, at=at,
    )  # fmt: skip


def end(retainer: Retainer, *, month: date) -> None:
    """This month is its last; a month before its first means that it never was."""
    Retainer.objects.filter(pk=retainer.pk).update(until=max(month, month_from(retainer.since, -1)))


def run_on(retainer: Retainer, *, until: date | None) -> None:
    """To end it was a slip of the hand."""
    Retainer.objects.filter(pk=retainer.pk).update(until=until)


@transaction.atomic
def change(retainer: Retainer, *, price: Decimal, month: date, by: Person | None, at: datetime) -> Retainer:
    """From this month on it costs that. Another retainer follows, so that the months before keep their price."""
    until = retainer.until
    end(retainer, month=month_from(month, -1))
    return agree(
        retainer.account, service=retainer.service, entity=retainer.entity, payer=retainer.payer, price=price,
        since=max(month, retainer.since), until=until, days_to_pay=retainer.days_to_pay, by=by, at=at,
    )  # fmt: skip
