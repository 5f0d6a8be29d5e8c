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
    """It is done by whoever has the deal."""

    deal = Key(Deal, models.CASCADE, related_name="tasks")
    title = models.CharField(_("what"), max_length=300)
    due = models.DateField(_("due"))
    planned_by = Key(Person, null=True)
    planned_at = models.DateTimeField()
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


def amend(task: DealTask, **facts: Any) -> None:
    """`facts` are its title and due; a task that is done stays as it was."""
    if DealTask.objects.open().filter(pk=task.pk).update(**facts) == 1:
        for name, value in facts.items():
            setattr(task, name, value)


def finish(task: DealTask, *, by: Person | None, at: datetime) -> bool:
    """False if somebody had finished it already."""
    return DealTask.objects.open().filter(pk=task.pk).update(done_at=at, done_by=by) == 1


def reopen(task: DealTask) -> None:
    """It was a slip of the hand."""
    DealTask.objects.filter(pk=task.pk).update(done_at=None, done_by=None)
