"""Goals: which number a metric is to reach, and by which day; and that it was reached (§4)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric


class State(models.TextChoices):
    """Where a goal stands on a day: derived, never stored."""

    AHEAD = "ahead", pgettext_lazy("goal", "ahead")
    REACHED = "reached", pgettext_lazy("goal", "reached")
    MISSED = "missed", pgettext_lazy("goal", "missed")
    DROPPED = "dropped", pgettext_lazy("goal", "given up")


class GoalQuerySet(models.QuerySet["Goal"]):
    def standing(self) -> "GoalQuerySet":
        return self.filter(dropped_at=None)

    def ahead(self, day: date) -> "GoalQuerySet":
        """Neither reached, nor over, nor given up."""
        reached = Achievement.objects.standing().filter(goal=models.OuterRef("pk"))
        return self.standing().filter(~models.Exists(reached), due__gte=day)


class Goal(Row):
    """`since` is the first day whose reading may reach it, `due` the last."""

    metric = Key(Metric, models.CASCADE, related_name="goals")
    target = models.DecimalField(max_digits=18, decimal_places=4)
    since = models.DateField()
    due = models.DateField()
    by = Key(Person, null=True)
    at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = Key(Person, null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[GoalQuerySet] = GoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "goal"
        ordering = ("due", "id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(due__gte=models.F("since")), name="a_goal_lies_ahead"),
            models.UniqueConstraint(
                fields=["agency", "metric", "target", "due"], condition=Q(dropped_at=None), name="a_goal_is_set_once"
            ),
        )
        indexes = (models.Index(fields=["agency", "metric", "due"], name="goal_of_metric"),)

    def __str__(self) -> str:
        return f"{self.target} {self.due}"


class AchievementQuerySet(models.QuerySet["Achievement"]):
    def standing(self) -> "AchievementQuerySet":
        """Without those whose reading turned out to be wrong."""
        return self.filter(withdrawn_at=None)


class Achievement(Row):
    """A goal was reached by this reading; `day` is that of the reading."""

    goal = Key(Goal, models.CASCADE, related_name="achievements")
    measure = Key(Measure, models.CASCADE)
    day = models.DateField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[AchievementQuerySet] = AchievementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "achievement"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "goal"], condition=Q(withdrawn_at=None), name="a_goal_is_reached_once"
            ),
        )
        indexes = (models.Index(fields=["agency", "-at", "-id"], name="achievement_by_time"),)

    def __str__(self) -> str:
        return f"{self.goal_id} {self.day}"


class ReachedAlready(Exception):
    """The number is there already."""

    def __init__(self) -> None:
        super().__init__(_("The last number has reached this already: set a goal that lies ahead."))


class NotAhead(Exception):
    """Its day has passed."""

    def __init__(self) -> None:
        super().__init__(_("This day has passed: set one that lies ahead."))


class SetAlready(Exception):
    """The same goal stands."""

    def __init__(self) -> None:
        super().__init__(_("This goal is set already."))


def set_goal(metric: Metric, *, target: Decimal, due: date, by: Person | None, at: datetime) -> Goal:
    """What the metric is to reach, by that day. Raises NotAhead, ReachedAlready, SetAlready."""
    day = metric.account.local_day(at)
    if due < day:
        raise NotAhead
    last = Measure.objects.standing().filter(metric=metric).order_by("-day").first()
    if last and metric.reaches(last.value, target):
        raise ReachedAlready
    if Goal.objects.standing().filter(metric=metric, target=target, due=due).exists():
        raise SetAlready
    return Goal.objects.create(metric=metric, target=target, since=metric.period(day), due=due, by=by, at=at)


def drop(goal: Goal, *, by: Person | None, at: datetime, reason: str = "") -> bool:
    """It is given up; False if it was before."""
    facts = {"dropped_at": at, "dropped_by": by, "reason": reason}
    return Goal.objects.standing().filter(pk=goal.pk).update(**facts) == 1


def take_up(goal: Goal) -> bool:
    """Giving it up was a slip of the hand."""
    others = Goal.objects.standing().filter(metric=goal.metric_id, target=goal.target, due=goal.due)
    return (
        not others.exists() and Goal.objects.filter(pk=goal.pk).update(dropped_at=None, dropped_by=None, reason="") == 1
    )


def look(metrics: Iterable[Metric], *, at: datetime) -> list[Achievement]:
    """After readings changed: goals they reach are achieved, once, by the first reading that does; an achievement
    whose reading was replaced by one that does not reach it is one no more."""
    known = {metric.pk: metric for metric in metrics}
    _withdraw(known, at=at)
    reached = Achievement.objects.standing().filter(goal=models.OuterRef("pk"))
    open_ = Goal.objects.standing().filter(~models.Exists(reached), metric__in=known).select_for_update(of=("self",))
    found = []
    for goal in open_:
        metric = known[goal.metric_id]
        within = Measure.objects.standing().filter(metric=metric, day__range=(goal.since, goal.due)).order_by("day")
        first = next((one for one in within if metric.reaches(one.value, goal.target)), None)
        if first:
            found.append(Achievement(goal=goal, measure=first, day=first.day, at=at))
    return Achievement.objects.bulk_create(found)


def _withdraw(metrics: dict[UUID, Metric], *, at: datetime) -> None:
    replaced = Achievement.objects.standing().filter(goal__metric__in=metrics, measure__replaced_at__isnull=False)
    for one in replaced.select_related("goal"):
        metric = metrics[one.goal.metric_id]
        now = Measure.objects.standing().filter(metric=metric, day=one.day).first()
        if now is None or not metric.reaches(now.value, one.goal.target):
            Achievement.objects.filter(pk=one.pk).update(withdrawn_at=at)
