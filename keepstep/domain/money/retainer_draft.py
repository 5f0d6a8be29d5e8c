"""Drafts that retainers have made: of each month one, whatever becomes of it (§5.4)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import drafting
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.money.retainer import ONE, Retainer, RetainerQuerySet
from keepstep.formulas.month import first_day

Basis = Callable[[Account], str]
LIVE = (State.ONBOARDING, State.ACTIVE)


class RetainerDraft(Row):
    """Thrown away, cancelled or paid: the month had its draft."""

    retainer = Key(Retainer, models.CASCADE, related_name="drafts")
    month = models.DateField()
    invoice = Key(Invoice, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        db_table = "retainer_draft"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "retainer", "month"], name="a_retainer_is_drafted_once_a_month"),
        )
        indexes = (models.Index(fields=["agency", "invoice"], name="retainer_draft_of_invoice"),)

    def __str__(self) -> str:
        return f"{self.retainer_id} {self.month:%Y-%m}"


def nameless(_account: Account) -> str:
    """An invoice that names no basis."""
    return ""


def draft_due(*, agency: Agency, at: datetime, basis: Basis = nameless) -> list[Invoice]:
    """From the month's first working day on: whatever has no draft of this month yet gets one. `basis` says on what an
    invoice to a client stands.

    A client who pauses gets none until it goes on; who has left, never. What is due one payer goes into one draft.
    """
    hours = office_hours()
    day = hours.local_day(at)
    month = first_day(day)
    if not hours.working_days(month, day):
        return []
    accounts = _due(month).order_by().values_list("account", flat=True).distinct()
    return [made for account in accounts for made in _draft(account, month, agency=agency, at=at, basis=basis)]


def _due(month: date) -> RetainerQuerySet:
    of_month = RetainerDraft.objects.filter(retainer=OuterRef("pk"), month=month)
    live = Account.objects.in_state(*LIVE)
    return Retainer.objects.in_month(month).filter(~Exists(of_month), account__in=live.order_by().values("pk"))


@transaction.atomic
def _draft(account_id: UUID, month: date, *, agency: Agency, at: datetime, basis: Basis) -> Iterable[Invoice]:
    """One client at a time: whoever else drafts waits, and then finds nothing to do."""
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account_id)
    due = _due(month).filter(account=account).select_related("service__rate", "entity", "payer")
    by_payer = sorted(due, key=_goes_together)
    return [
        _one(account, list(each), month, agency=agency, at=at, basis=basis(account))
        for _key, each in groupby(by_payer, _goes_together)
    ]


def _one(
    account: Account, due: list[Retainer], month: date, *, agency: Agency, at: datetime, basis: str
) -> Invoice:  # fmt: skip
    first = due[0]
    payer = first.payer or Payer.objects.filter(account=account, closed_at=None).order_by("name", "pk").first()
    made = drafting.draft(
        account, entity=first.entity, payer=payer, days_to_pay=first.days_to_pay, basis=basis, by=None, at=at,
        lines=[_line(one, account, agency) for one in due],
    )  # fmt: skip
    RetainerDraft.objects.bulk_create(RetainerDraft(retainer=one, month=month, invoice=made, at=at) for one in due)
    return made


def _line(one: Retainer, account: Account, agency: Agency) -> Wanted:
    service = one.service
    name = service.other_name if account.language != agency.language and service.other_name else service.name
    rate = service.rate.percent if service.rate else None
    return Wanted(name, service.unit, ONE, one.price, rate=rate, service=service)


def _goes_together(one: Retainer) -> tuple[str, str, int]:
    return str(one.entity_id), str(one.payer_id or ""), one.days_to_pay
