"""In step: the agency's income beside its clients' own size, over rolling twelve months (§5.6)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric
from keepstep.domain.money.payment import Payment
from keepstep.formulas.in_step import InStep, compare

Months = dict[date, float]


class Pace(NamedTuple):
    """How one client and we have grown; `size` is what it is measured by, `found` None while it is too early."""

    account: Account
    size: Metric
    found: InStep | None


def income(currency: str) -> Months:
    """What was paid to us a month, in the agency's currency; other currencies are never added to it."""
    paid = Payment.objects.standing().filter(currency=currency).order_by()
    rows = paid.annotate(month=TruncMonth("paid_on")).values_list("month").annotate(Sum("amount"))
    return {month: float(amount) for month, amount in rows}


def sizes(metrics: Iterable[Metric]) -> dict[UUID, Months]:
    """What each of these metrics was a month."""
    told = Measure.objects.standing().filter(metric__in=[metric.pk for metric in metrics]).order_by()
    rows = told.annotate(month=TruncMonth("day")).values_list("metric", "month").annotate(Sum("value"))
    found: dict[UUID, Months] = {}
    for metric, month, value in rows:
        found.setdefault(metric, {})[month] = float(value)
    return found


def paces(metrics: Iterable[Metric], *, currency: str, day: date) -> list[Pace]:
    """Of the clients whose sizes these are, until the last full month before that day; read with `select_related`
    of the account."""
    known = list(metrics)
    if not known:
        return []
    ours, theirs = income(currency), sizes(known)
    until = last_full_month(day)
    return [Pace(one.account, one, compare(ours, theirs.get(one.pk, {}), until=until)) for one in known]


def last_full_month(day: date) -> date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, 1)
