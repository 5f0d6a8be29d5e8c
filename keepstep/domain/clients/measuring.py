"""Measuring: readings are entered, by hand, from a file or by another system; what is known already adds nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import goal
from keepstep.domain.clients.goal import Achievement
from keepstep.domain.clients.measure import Measure, Way
from keepstep.domain.clients.metric import Metric

LONGEST_AGO = timedelta(days=3660)


class NotYet(Exception):
    """A day that is not over yet has no number, or one so long ago that it is a slip of the hand."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(_("This lies ahead, or more than ten years back."))


class Entry(NamedTuple):
    metric: Metric
    day: date
    value: Decimal


class Entered(NamedTuple):
    """How many are new, how many took the place of another value, how many were known; and what they reached."""

    added: int
    changed: int
    known: int
    achievements: list[Achievement]


def read(metric: Metric, *, day: date, value: Decimal, by: Person | None, at: datetime, way: str = Way.HAND) -> Entered:
    """The metric's number of that day, or of that day's month. Raises NotYet."""
    return enter([Entry(metric, day, value)], by=by, at=at, way=way)


@transaction.atomic
def enter(entries: Sequence[Entry], *, by: Person | None, at: datetime, way: str) -> Entered:
    """All of them; of two for the same day the last counts. Raises NotYet."""
    metrics = {one.metric.pk: one.metric for one in entries}
    list(Metric.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=metrics).order_by("pk"))
    wanted = {(one.metric.pk, _checked(one, at)): one.value.quantize(Decimal("0.0001")) for one in entries}
    days = [day for _metric, day in wanted]
    standing = Measure.objects.standing().filter(metric__in=metrics, day__range=(min(days), max(days)))
    former = {(one.metric_id, one.day): one for one in standing}
    new = {key: value for key, value in wanted.items() if key not in former or former[key].value != value}
    replaced = [former[key].pk for key in new if key in former]
    Measure.objects.filter(pk__in=replaced).update(replaced_at=at)
    Measure.objects.bulk_create(
        Measure(metric=metrics[pk], day=day, value=value, way=way, by=by, at=at) for (pk, day), value in new.items()
    )
    reached = goal.look(metrics.values(), at=at) if new else []
    return Entered(len(new) - len(replaced), len(replaced), len(wanted) - len(new), reached)


@transaction.atomic
def take_back(measure: Measure, *, at: datetime) -> bool:
    """It was wrong, and nothing is known in its place; False if it was replaced before."""
    if not Measure.objects.standing().filter(pk=measure.pk).update(replaced_at=at):
        return False
    goal.look([measure.metric], at=at)
    return True


def _checked(entry: Entry, at: datetime) -> date:
    today = entry.metric.account.local_day(at)
    if not today - LONGEST_AGO <= entry.day <= today:
        raise NotYet(entry.day)
    return entry.metric.period(entry.day)
