"""Results: what an update tells of the client's goals — that one is reached, or how far it is (§5.2)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.goal import Achievement, Goal
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric, Rhythm
from keepstep.domain.talk.update import Update
from keepstep.formulas.figure import figure as in_language


class Result(NamedTuple):
    """`reached` says that the goal was reached since the last update; else `value` is the metric's newest number."""

    account: UUID
    metric: Metric
    goal: Goal
    day: date
    value: Decimal
    reached: bool

    @property
    def title(self) -> str:
        facts = {
            "name": self.metric.name, "value": figure(self.value, self.metric.unit),
            "when": period(self.metric, self.day), "goal": figure(self.goal.target, self.metric.unit),
            "by": date_format(self.goal.due, "j E Y"),
        }  # fmt: skip
        if self.reached:
            return _("%(name)s, %(when)s: %(value)s. The goal of %(goal)s is reached") % facts
        return _("%(name)s, %(when)s: %(value)s. The goal is %(goal)s by %(by)s") % facts


def figure(value: Decimal, unit: str = "") -> str:
    return in_language(value, unit=unit, language=get_language() or "en")


def period(metric: Metric, day: date) -> str:
    """The month or the day a number of this metric is of."""
    return date_format(day, "F Y") if metric.rhythm == Rhythm.MONTHLY else date_format(day, "j E Y")


def of_each(accounts: Sequence[Account], *, at: datetime, before: timedelta) -> dict[UUID, list[Result]]:
    """What was measured against a goal since each client's last update, or since `before` without one: two statements
    at most. Of a metric with several goals those reached, else the nearest ahead."""
    former = Update.objects.of_the_day().filter(account=OuterRef("metric__account"), written_at__lte=at).order_by()
    last = Subquery(former.values("account").annotate(at=Max("written_at")).values("at"))
    fresh = Measure.objects.standing().filter(
        metric__account__in=accounts, metric__closed_at=None, at__lte=at, at__gt=Coalesce(last, at - before)
    )
    newest = fresh.annotate(since=Coalesce(last, at - before)).order_by("metric_id", "-day").distinct("metric_id")
    known = {one.metric_id: one for one in newest.select_related("metric")}
    if not known:
        return {}
    reached = Achievement.objects.standing().filter(goal=OuterRef("pk"))
    goals = Goal.objects.standing().filter(metric__in=known).annotate(
        reached_at=Subquery(reached.values("at")[:1]), reached_on=Subquery(reached.values("day")[:1]),
        reached_by=Subquery(reached.values("measure__value")[:1]), account=F("metric__account"),
    )  # fmt: skip
    wanted = goals.filter(Q(reached_at__isnull=False) | Q(reached_at=None, due__gte=at.date())).order_by("due", "pk")
    found: dict[UUID, list[Result]] = {}
    for goal in wanted:
        facts = vars(goal)
        account, reached_at = facts["account"], facts["reached_at"]
        measure = known[goal.metric_id]
        if reached_at is None:
            one = Result(account, measure.metric, goal, measure.day, measure.value, reached=False)
        elif vars(measure)["since"] < reached_at <= at:
            one = Result(account, measure.metric, goal, facts["reached_on"], facts["reached_by"], reached=True)
        else:
            continue
        found.setdefault(account, []).append(one)
    return {account: _nearest(results) for account, results in found.items()}


def _nearest(results: Sequence[Result]) -> list[Result]:
    """Goals reached say more than those ahead; of a metric without one the nearest is told."""
    told = [one for one in results if one.reached]
    for one in results:
        if one.metric.pk not in {other.metric.pk for other in told}:
            told.append(one)
    return told
