"""The close of a month: what was planned and what came of it, kept as it stood then (§5.4)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Agency, FactBy
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import plan_figures
from keepstep.domain.money.plan_facts import Line
from keepstep.domain.money.plan_figures import Figures
from keepstep.domain.money.plan_line import PlanLine
from keepstep.formulas.month import first_day, last_day, month_from
from keepstep.formulas.plan import accuracy

PATIENCE = 5
"""On this working day after its end a month is closed by itself: what was paid on its last days has come in."""


class PlanCloseQuerySet(models.QuerySet["PlanClose"]):
    def standing(self) -> "PlanCloseQuerySet":
        return self.filter(undone_at=None)


class PlanClose(Row):
    """Nobody closed what was closed by itself; one that was undone is followed by another."""

    month = models.DateField()
    fact_by = models.CharField(max_length=7, choices=FactBy)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    objects: ClassVar[PlanCloseQuerySet] = PlanCloseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "plan_close"
        ordering = ("-month", "-at")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "month"], condition=Q(undone_at=None), name="a_month_is_closed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ClosedLine(Row):
    """`at_start` is as it was frozen, `plan` as it stood at the end. A line without a service is of no one's."""

    close = Key(PlanClose, models.CASCADE, related_name="lines")
    account = Key(Account, models.CASCADE)
    service = Key(Service, null=True)
    currency = models.CharField(max_length=3)
    at_start = models.DecimalField(max_digits=16, decimal_places=2)
    plan = models.DecimalField(max_digits=16, decimal_places=2)
    fact = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        db_table = "closed_line"
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "close", "account", "service", "currency"],
                nulls_distinct=False,
                name="a_closed_line_is_kept_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fact} / {self.plan} {self.currency}"


class NotOver(Exception):
    def __init__(self) -> None:
        super().__init__(_("The month is not over yet."))


@transaction.atomic
def close(month: date, *, agency: Agency, by: Person | None, at: datetime, day: date) -> PlanClose | None:
    """Its plan and fact are kept as they are; None if it was closed before. Raises NotOver."""
    if day <= last_day(month):
        raise NotOver
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if PlanClose.objects.standing().filter(month=month).exists():
        return None
    made = PlanClose.objects.create(month=month, fact_by=agency.fact_by, by=by, at=at)
    found = plan_figures.by_line(month, fact_by=FactBy(agency.fact_by), day=day)
    ClosedLine.objects.bulk_create(
        ClosedLine(
            close=made, account_id=line.account, service_id=line.service, currency=line.currency,
            at_start=one.at_start, plan=one.plan, fact=one.fact,
        )
        for line, one in found.items()
    )  # fmt: skip
    return made


def reopen(made: PlanClose, *, by: Person, at: datetime) -> bool:
    """The close was too early; what was kept stays with it. False if it was undone before."""
    return PlanClose.objects.standing().filter(pk=made.pk).update(undone_at=at, undone_by=by) == 1


def as_closed(made: PlanClose) -> dict[Line, Figures]:
    """The lines as they were kept."""
    kept = ClosedLine.objects.filter(close=made).values_list(
        "account_id", "service_id", "currency", "at_start", "plan", "fact"
    )
    return {
        Line(account, service, currency): Figures(at_start, plan, fact, is_planned=bool(plan or at_start))
        for account, service, currency, at_start, plan, fact in kept
    }


def summed(
    made: PlanClose, key: str, *, managers: Sequence[UUID] | None = None
) -> dict[tuple[UUID | None, str], Figures]:
    """The same by `service` or `manager` and currency."""
    lines = ClosedLine.objects.filter(close=made)
    if managers is not None:
        lines = lines.filter(account__manager__in=managers)
    of = "account__manager_id" if key == "manager" else "service_id"
    sums = {part: Sum(part) for part in ("at_start", "plan", "fact")}
    found = lines.order_by().values_list(of, "currency").annotate(**{f"sum_{part}": sum for part, sum in sums.items()})
    return {(one, currency): Figures(*parts) for one, currency, *parts in found}


def close_what_is_due(agency: Agency, *, day: date, at: datetime) -> PlanClose | None:
    """The month before, once its payments have had time to come in and if anything of it was planned."""
    month = month_from(first_day(day), -1)
    if office_hours().days_between(last_day(month), day) < PATIENCE:
        return None
    if not PlanLine.objects.standing().filter(month=month, amount__isnull=False).exists():
        return None
    return close(month, agency=agency, by=None, at=at, day=day)


def accuracy_of(made: PlanClose) -> dict[str, Decimal | None]:
    """By currency, of all that was frozen against all that came."""
    sums = (
        ClosedLine.objects.filter(close=made).order_by("currency").values_list("currency")
        .annotate(start=Sum("at_start"), fact_sum=Sum("fact"))
    )  # fmt: skip
    return {currency: accuracy(fact, start) for currency, start, fact in sums}
