"""A quarter of a client: what its numbers came to, which goals were reached, and what was done (§6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.goal import Achievement, Goal, State
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.step import Step
from keepstep.domain.money.growth_review import end_of
from keepstep.round.results import figure, period


class Told(NamedTuple):
    state: State
    words: str


class Quarter(NamedTuple):
    """All of it in words, in the language that is active where it is read; `ahead` are the goals of what comes."""

    name: str
    goals: list[Told]
    changes: list[str]
    steps: str
    milestones: list[str]
    ahead: list[str]


def name(quarter: date) -> str:
    return _("quarter %(n)s of %(year)s") % {"n": (quarter.month + 2) // 3, "year": quarter.year}


def of(account: Account, quarter: date, *, day: date) -> Quarter:
    """Six statements, whatever happened in it."""
    ends = end_of(quarter)
    metrics = list(Metric.objects.kept().filter(account=account))
    goals = list(Goal.objects.standing().filter(metric__in=metrics).select_related("metric"))
    reached = {one.goal_id: one for one in Achievement.objects.standing().filter(goal__in=goals)}
    numbers = Measure.objects.standing().filter(metric__in=metrics, day__gte=quarter, day__lt=ends)
    steps = Step.objects.filter(project__account=account, day__gte=quarter, day__lt=ends).count()
    kept = Milestone.objects.filter(project__account=account, reached_at__date__gte=quarter, reached_at__date__lt=ends)
    return Quarter(
        name(quarter),
        list(_goals(goals, reached, quarter, ends, day)),
        list(_changes(metrics, list(numbers.order_by("metric_id", "day")))),
        ngettext("%(n)s step forward", "%(n)s steps forward", steps) % {"n": steps},
        [
            f"{one.title} · {date_format(one.reached_at, 'j E')}"
            for one in kept.order_by("reached_at")
            if one.reached_at
        ],
        [_ahead(goal) for goal in goals if goal.pk not in reached and goal.due >= day],
    )


def _goals(
    goals: Iterable[Goal], reached: dict[UUID, Achievement], quarter: date, ends: date, day: date
) -> Iterable[Told]:
    """Those reached in it, and those whose day has passed in it unreached."""
    for goal in goals:
        one = reached.get(goal.pk)
        facts = {
            "name": goal.metric.name, "value": figure(goal.target, goal.metric.unit),
            "when": period(goal.metric, one.day) if one else date_format(goal.due, "j E Y"),
        }  # fmt: skip
        if one and quarter <= one.day < ends:
            yield Told(State.REACHED, _("%(name)s: the goal of %(value)s is reached, %(when)s") % facts)
        elif not one and quarter <= goal.due < min(ends, day):
            yield Told(State.MISSED, _("%(name)s: the goal of %(value)s by %(when)s is not reached") % facts)


def _changes(metrics: Sequence[Metric], numbers: Sequence[Measure]) -> Iterable[str]:
    """From the first number of the quarter to its last."""
    known = {metric.pk: metric for metric in metrics}
    for key, of_metric in groupby(numbers, key=lambda one: one.metric_id):
        first, *others = of_metric
        metric, last = known[key], [first, *others][-1]
        facts = {
            "name": metric.name, "before": figure(first.value, metric.unit), "now": figure(last.value, metric.unit),
            "first": period(metric, first.day), "last": period(metric, last.day),
        }  # fmt: skip
        if others:
            yield _("%(name)s: %(before)s (%(first)s) → %(now)s (%(last)s)") % facts
        else:
            yield _("%(name)s: %(now)s (%(last)s)") % facts


def _ahead(goal: Goal) -> str:
    facts = {"value": figure(goal.target, goal.metric.unit), "day": date_format(goal.due, "j E Y")}
    return f"{goal.metric.name}: {pgettext('goal', '%(value)s by %(day)s') % facts}"
