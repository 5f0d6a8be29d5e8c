"""Steps: dated pieces of visible progress on a project."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients import backdating
from keepstep.domain.delivery.project import Project


class Kind(models.TextChoices):
    TASK = "task", _("task done")
    MILESTONE = "milestone", _("milestone reached")
    MERGE = "merge", _("change finished")
    ISSUE = "issue", _("request resolved")
    RELEASE = "release", _("release")
    DEPLOYMENT = "deployment", _("published")
    LAUNCH = "launch", _("launch")
    RESULT = "result", _("result")
    OTHER = "other", _("step")


class StepQuerySet(models.QuerySet["Step"]):
    def after(self, at: datetime | None) -> "StepQuerySet":
        return self if at is None else self.filter(at__gt=at)


class Step(Row):
    """`day` is the day in the zone of the agency's calendar; `key` says where it came from, once.

    `said_at` is when a person entered it, where that was later than it happened.
    """

    project = Key(Project, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    day = models.DateField()
    title = models.CharField(_("what moved"), max_length=300)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    person = Key(Person, null=True, blank=True)
    author = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)

    objects: ClassVar[StepQuerySet] = StepQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "step"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["agency", "project", "-day"], name="step_last_day"),
            models.Index(fields=["agency", "project", "-at"], name="step_of_project"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "project", "key"], condition=~Q(key=""), name="a_step_is_counted_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


def record(
    project: Project,
    *,
    title: str,
    at: datetime,
    said_at: datetime | None = None,
    by: Person | None = None,
    kind: str = Kind.OTHER,
    author: str = "",
    source: str = "",
    key: str = "",
    url: str = "",
) -> Step | None:
    """A step forward; None if the same event (by `key`) is counted already. Raises StillToCome or TooLongAgo."""
    backdating.check(project.account, at=at, said_at=said_at)
    step = Step(
        project=project,
        at=at,
        said_at=said_at,
        day=project.account.local_day(at),
        title=title[:300],
        kind=kind,
        person=by,
        author=author[:200],
        source=source,
        key=key[:200],
        url=url[:500],
    )
    if not key:
        step.save(force_insert=True)
        return step
    Step.objects.bulk_create([step], ignore_conflicts=True)
    return Step.objects.filter(pk=step.pk).first()


def withdraw(step: Step, *, at: datetime) -> None:
    """A person recorded it by a slip of the hand. Raises TooLate, also for what another system told."""
    told = Step.objects.annotate(told=Coalesce("said_at", "at"))
    if told.filter(pk=step.pk, key="", told__gt=at - UNDO_LIFE).delete()[0] != 1:
        raise TooLate


def take_back(project: Project, *, key: str) -> None:
    """The step with this key was a slip of the hand."""
    Step.objects.filter(project=project, key=key).delete()
