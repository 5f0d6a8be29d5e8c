"""The next task of a deal: what is to be done and by which day; an open deal without one is flagged (§5.8)."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.deal import Deal


class DealTaskQuerySet(models.QuerySet["DealTask"]):
    def open(self) -> "DealTaskQuerySet":
        return self.filter(done_at=None)


class DealTask(Row):
    """It is done by whoever has the deal. `amended_at` is when somebody last gave it other words or another day."""

    deal = Key(Deal, models.CASCADE, related_name="tasks")
    title = models.CharField(_("what"), max_length=300)
    due = models.DateField(_("due"))
    planned_by = Key(Person, null=True)
    planned_at = models.DateTimeField()
    amended_by = Key(Person, null=True)
    amended_at = models.DateTimeField(null=True)
    done_by = Key(Person, null=True)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[DealTaskQuerySet] = DealTaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "deal_task"
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=["agency", "deal", "due"], condition=Q(done_at=None), name="deal_task_open"),
            models.Index(fields=["agency", "deal", "-done_at"], name="deal_task_of"),
        )

    def __str__(self) -> str:
        return self.title


def plan(deal: Deal, *, title: str, due: date, by: Person | None, at: datetime) -> DealTask:
    return DealTask.objects.create(deal=deal, title=title, due=due, planned_by=by, planned_at=at)


def amend(task: DealTask, *, title: str, due: date, by: Person | None, at: datetime) -> None:
    """It is about something else, or for another day; a task that is done stays as it was."""
    facts: dict[str, Any] = {"title": title, "due": due}
    others = DealTask.objects.open().filter(pk=task.pk).exclude(**facts)
    if others.update(**facts, amended_by=by, amended_at=at) == 1:
        task.title, task.due, task.amended_by, task.amended_at = title, due, by, at


def finish(task: DealTask, *, by: Person | None, at: datetime) -> bool:
    """False if somebody had finished it already."""
    return DealTask.objects.open().filter(pk=task.pk).update(done_at=at, done_by=by) == 1


def reopen(task: DealTask) -> None:
    """It was a slip of the hand."""
    DealTask.objects.filter(pk=task.pk).update(done_at=None, done_by=None)
