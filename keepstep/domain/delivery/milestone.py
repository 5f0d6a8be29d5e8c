"""Milestones: the dates that were promised, and what became of them."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.delivery.project import Project


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def ahead(self) -> "MilestoneQuerySet":
        return self.filter(reached_at=None)

    def with_moves(self) -> "MilestoneQuerySet":
        """`moved` lists each former date as `{"was": …, "reason": …}`, the first first."""
        moves = MilestoneMove.objects.filter(milestone=OuterRef("pk")).order_by("at")
        return self.annotate(moved=ArraySubquery(moves.values(said=JSONObject(was="from_due", reason="reason"))))


class Milestone(Row):
    """`due` is the date in force; each former date stays as a MilestoneMove."""

    project = Key(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=300)
    due = models.DateField(_("due"))
    reached_at = models.DateTimeField(null=True)

    objects: ClassVar[MilestoneQuerySet] = MilestoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "milestone"
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=["agency", "project"], name="milestone_of_project"),
            models.Index(fields=["agency", "due"], condition=models.Q(reached_at=None), name="milestone_ahead"),
        )

    def __str__(self) -> str:
        return self.title


class MilestoneMove(Row):
    """A promised date that moved, or was kept but announced as doubtful (`to_due` equal to `from_due`)."""

    milestone = Key(Milestone, models.CASCADE, related_name="moves")
    from_due = models.DateField()
    to_due = models.DateField()
    at = models.DateTimeField()
    by = Key(Person, null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "milestone_move"
        ordering = ("at",)
        indexes = (models.Index(fields=["agency", "milestone", "at"], name="move_of_milestone"),)

    def __str__(self) -> str:
        return f"{self.from_due} → {self.to_due}"


class AlreadyReached(Exception):
    """Somebody marked the milestone as reached before."""

    def __init__(self, milestone: Milestone) -> None:
        super().__init__(_("“%(title)s” is reached already.") % {"title": milestone.title})
        self.milestone = milestone


def promise(project: Project, *, title: str, due: date) -> Milestone:
    """A date is promised to the client."""
    return Milestone.objects.create(project=project, title=title, due=due)


def reach(milestone: Milestone, *, by: Person | None, at: datetime) -> None:
    """The milestone is reached, which is a step forward. Raises AlreadyReached."""
    from keepstep.domain.delivery import step  # a step may come from a milestone, not the reverse

    if Milestone.objects.ahead().filter(pk=milestone.pk).update(reached_at=at) != 1:
        raise AlreadyReached(milestone)
    milestone.reached_at = at
    step.record(
        milestone.project,
        title=milestone.title,
        kind=step.Kind.MILESTONE,
        by=by,
        at=at,
        key=f"milestone:{milestone.id}",
    )


def unreach(milestone: Milestone, *, at: datetime) -> None:
    """It was a slip of the hand: the date still lies ahead. Raises TooLate."""
    from keepstep.domain.delivery import step  # as in `reach`

    fresh = Milestone.objects.filter(pk=milestone.pk, reached_at__gt=at - UNDO_LIFE)
    if fresh.update(reached_at=None) != 1:
        raise TooLate
    milestone.reached_at = None
    step.take_back(milestone.project, key=f"milestone:{milestone.id}")


def move(milestone: Milestone, *, to: date, by: Person | None, at: datetime, reason: str) -> MilestoneMove:
    """The client has been told of a new date, or that the old one is in doubt."""
    moved = MilestoneMove.objects.create(
        milestone=milestone, from_due=milestone.due, to_due=to, at=at, by=by, reason=reason
    )
    milestone.due = to
    milestone.save(update_fields=["due"])
    return moved
