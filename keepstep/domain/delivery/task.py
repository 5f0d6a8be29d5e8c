"""Tasks: what is to be done on a project, by whom and by when."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.delivery import step
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def dated(self) -> "TaskQuerySet":
        return self.exclude(due=None)


class Task(Row):
    """`client_title` is how the client reads it; without one the title itself is shown."""

    project = Key(Project, models.CASCADE, related_name="tasks")
    milestone = Key(Milestone, models.SET_NULL, null=True, blank=True, related_name="tasks")
    title = models.CharField(_("title"), max_length=300)
    client_title = models.CharField(_("in the client's words"), max_length=300, blank=True)
    person = Key(Person, null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "task"
        ordering = (models.F("due").asc(nulls_last=True), "id")
        indexes = (
            models.Index(fields=["agency", "project", "due"], condition=Q(done_at=None), name="task_open"),
            models.Index(fields=["agency", "milestone"], condition=Q(done_at=None), name="task_of_milestone"),
            models.Index(fields=["agency", "project", "-due", "-id"], name="task_by_date"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """How the client reads it."""
        return self.client_title or self.title


def plan(
    project: Project,
    *,
    title: str,
    at: datetime,
    due: date | None = None,
    person: Person | None = None,
    client_title: str = "",
    milestone: Milestone | None = None,
) -> Task:
    """A task to be done on the project."""
    return Task.objects.create(
        project=project,
        title=title,
        client_title=client_title,
        due=due,
        person=person,
        milestone=milestone,
        planned_at=at,
    )


def amend(task: Task, **facts: Any) -> None:
    """The plan has changed. `facts` are fields of Task; a task that is done stays as it was."""
    if Task.objects.open().filter(pk=task.pk).update(**facts) == 1:
        for name, value in facts.items():
            setattr(task, name, value)


def finish(task: Task, *, by: Person | None, at: datetime) -> step.Step | None:
    """The task is done, which is a step forward; None if somebody had finished it already."""
    if Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at) != 1:
        return None
    task.done_at = at
    return step.record(task.project, title=task.words, kind=step.Kind.TASK, by=by, at=at, key=f"task:{task.id}")


def reopen(task: Task, *, at: datetime) -> None:
    """It was a slip of the hand: the task is not done, and the step did not happen. Raises TooLate."""
    fresh = Task.objects.filter(pk=task.pk, done_at__gt=at - UNDO_LIFE)
    if fresh.update(done_at=None) != 1:
        raise TooLate
    task.done_at = None
    step.take_back(task.project, key=f"task:{task.id}")
