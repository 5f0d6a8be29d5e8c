"""A client's metrics as they are shown: each with its chart, its last number and its goals."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, floor, log10
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.goal import Achievement, Goal, State
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Better, Metric, Rhythm
from keepstep.round.results import figure, period
from keepstep.web.components.chart import Cell, Chart, Guide, Line, Look, Series

MOST_SHOWN, LEAST = 120, 2


class GoalShown(NamedTuple):
    goal: Goal
    state: State
    words: str


class Shown(NamedTuple):
    metric: Metric
    chart: Chart | None
    last: Measure | None
    last_words: str
    goals: list[GoalShown]


def of(account: Account, *, desk: Desk, day: date) -> dict[str, Any]:
    """Four statements, however many metrics there are."""
    metrics = list(desk.metrics().filter(account=account))
    numbers: dict[object, list[Measure]] = {}
    for one in desk.measures().standing().filter(metric__in=metrics).order_by("day"):
        numbers.setdefault(one.metric_id, []).append(one)
    goals: dict[object, list[Goal]] = {}
    for goal in desk.goals().filter(metric__in=metrics):
        goals.setdefault(goal.metric_id, []).append(goal)
    reached = {one.goal_id: one for one in desk.achievements().standing().filter(goal__metric__in=metrics)}
    shown = [_shown(one, numbers.get(one.pk, []), goals.get(one.pk, []), reached, day) for one in metrics]
    return {
        "kept": [one for one in shown if not one.metric.closed_at],
        "closed": [one for one in shown if one.metric.closed_at],
    }


def state_of(goal: Goal, reached: Achievement | None, day: date) -> State:
    if reached:
        return State.REACHED
    if goal.dropped_at:
        return State.DROPPED
    return State.AHEAD if goal.due >= day else State.MISSED


def _shown(
    metric: Metric, numbers: Sequence[Measure], goals: Iterable[Goal], reached: dict[Any, Achievement], day: date
) -> Shown:
    last = numbers[-1] if numbers else None
    known = [
        GoalShown(goal, state, _goal(metric, goal, state, reached.get(goal.pk)))
        for goal in goals
        if (state := state_of(goal, reached.get(goal.pk), day)) != State.DROPPED
    ]
    said = ""
    if last:
        said = _("%(value)s in %(month)s") if metric.rhythm == Rhythm.MONTHLY else _("%(value)s on %(month)s")
        said %= {"value": figure(last.value, metric.unit), "month": period(metric, last.day)}
    return Shown(metric, _chart(metric, numbers[-MOST_SHOWN:], known), last, said, known)


def _goal(metric: Metric, goal: Goal, state: State, reached: Achievement | None) -> str:
    facts = {
        "value": figure(goal.target, metric.unit), "day": date_format(goal.due, "j E Y"),
        "reached": period(metric, reached.day) if reached else "",
    }  # fmt: skip
    if state == State.REACHED:
        return _("%(value)s by %(day)s: reached, %(reached)s") % facts
    if state == State.MISSED:
        return _("%(value)s by %(day)s: not reached") % facts
    return pgettext("goal", "%(value)s by %(day)s") % facts


def _chart(metric: Metric, numbers: Sequence[Measure], goals: Sequence[GoalShown]) -> Chart | None:
    if len(numbers) < LEAST:
        return None
    return Chart(
        title=_title(metric, numbers),
        over=_("Month") if metric.rhythm == Rhythm.MONTHLY else _("Day"),
        series=[Series(metric.name, Look.LINE)],
        lines=[
            Line(period(metric, one.day), [Cell(float(one.value), figure(one.value, metric.unit))]) for one in numbers
        ],
        unit=metric.unit,
        guides=[
            Guide(float(one.goal.target), _("goal %(value)s") % {"value": figure(one.goal.target, metric.unit)})
            for one in goals
            if one.state == State.AHEAD
        ],
        **_bounds(numbers, [float(one.goal.target) for one in goals if one.state == State.AHEAD]),
    )


def _bounds(numbers: Sequence[Measure], targets: Sequence[float]) -> dict[str, float]:
    """Where a goal lies beyond all numbers so far, the chart reaches as far as it."""
    values = [float(one.value) for one in numbers]
    least, most = min([*values, *targets]), max([*values, *targets])
    if (least, most) == (min(values), max(values)):
        return {}
    unit = 10 ** floor(log10((most - least) or 1))
    return {"least": floor(least / unit) * unit, "most": ceil(most / unit) * unit}


def _title(metric: Metric, numbers: Sequence[Measure]) -> str:
    first, last = numbers[0], numbers[-1]
    facts = {
        "name": metric.name, "before": figure(first.value, metric.unit), "now": figure(last.value, metric.unit),
        "since": period(metric, first.day),
    }  # fmt: skip
    if first.value == last.value:
        return _("%(name)s: %(now)s, as in %(since)s") % facts
    is_better = (last.value > first.value) == (metric.better == Better.UP)
    said = _("%(name)s: better, %(before)s → %(now)s since %(since)s")
    return (said if is_better else _("%(name)s: worse, %(before)s → %(now)s since %(since)s")) % facts
