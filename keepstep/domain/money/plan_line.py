"""Plan lines: what an account is to buy of a service in a month. Each word is a row; the last counts (§5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.formulas.working_time import WorkingTime


class PlanLineQuerySet(models.QuerySet["PlanLine"]):
    def standing(self) -> "PlanLineQuerySet":
        """The last word about each."""
        return self.filter(replaced_at=None)

    def changes(self, begun: datetime) -> "PlanLineQuerySet":
        """What was said after the month had begun, by which the plan is no longer as it was frozen."""
        return self.filter(at__gte=begun)


class PlanLine(Row):
    """`month` is its first day; `amount` is as it will be paid, with VAT; without one nothing is planned any more.
    `why` is said of what was changed in a month that had begun."""

    account = Key(Account, models.CASCADE)
    service = Key(Service)
    month = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    why = models.CharField(max_length=300, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[PlanLineQuerySet] = PlanLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "plan_line"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "month", "service"], condition=Q(replaced_at=None),
                name="one_word_about_a_plan_line_stands",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_plan_line_is_not_below_nought"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_plan_line_is_of_a_month"),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "month", "account"], name="plan_line_of_month"),)

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m}: {self.amount}"


@dataclass(frozen=True)
class Planned:
    """Without an amount the line is struck out."""

    account: Account
    service: Service
    amount: Decimal | None


class MonthClosed(Exception):
    def __init__(self) -> None:
        super().__init__(_("This month is closed: its plan stays as it was."))


class NoReason(Exception):
    def __init__(self) -> None:
        super().__init__(_("The month has begun: say why its plan changes."))


def begins(month: date, hours: WorkingTime) -> datetime:
    """When the plan of the month is frozen: as it begins where the agency is."""
    return datetime.combine(month, time.min, tzinfo=hours.zone)


@transaction.atomic
def plan(lines: Sequence[Planned], *, month: date, by: Person | None, at: datetime, why: str = "") -> list[PlanLine]:
    """From now on this is planned; what was planned just so before stays. Answers what is new.

    Raises MonthClosed, and NoReason for a month that has begun.
    """
    from keepstep.domain.money.plan_close import PlanClose  # a close is made of lines

    accounts = sorted({one.account.pk for one in lines})
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=accounts).order_by("pk").values_list("pk"))
    if PlanClose.objects.standing().filter(month=month).exists():
        raise MonthClosed
    known = PlanLine.objects.standing().filter(month=month, account__in=accounts)
    before = {(one.account_id, one.service_id): one for one in known}
    wanted = {(one.account.pk, one.service.pk): one for one in lines}
    turned = [key for key, one in wanted.items() if one.amount != (before[key].amount if key in before else None)]
    if turned and not why and at >= begins(month, office_hours()):
        raise NoReason
    PlanLine.objects.filter(pk__in=[before[key].pk for key in turned if key in before]).update(replaced_at=at)
    return PlanLine.objects.bulk_create(
        PlanLine(
            account=wanted[key].account, service=wanted[key].service, month=month, amount=wanted[key].amount,
            currency=wanted[key].service.currency, why=why, by=by, at=at,
        )
        for key in turned
    )  # fmt: skip


def take_back(lines: Sequence[PlanLine], *, by: Person | None, at: datetime) -> None:
    """As if it had not been said: what was planned before is planned again. Raises MonthClosed."""
    for month in sorted({one.month for one in lines}):
        of_month = [one for one in lines if one.month == month and one.replaced_at is None]
        before = PlanLine.objects.filter(
            month=month, account__in={one.account_id for one in of_month}, replaced_at__in={one.at for one in of_month}
        )
        amounts = {(one.account_id, one.service_id): one.amount for one in before}
        again = [Planned(one.account, one.service, amounts.get((one.account_id, one.service_id))) for one in of_month]
        plan(again, month=month, by=by, at=at, why=_("taken back"))
