"""Projects: delivery work for an account; a retainer is a project without an end."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class ProjectQuerySet(models.QuerySet["Project"]):
    def open(self) -> "ProjectQuerySet":
        return self.filter(closed_at=None)

    def of(self, person: Person) -> "ProjectQuerySet":
        return self.filter(Q(account__manager=person) | Q(producer=person))

    def without_step_since(self, day: date) -> "ProjectQuerySet":
        return self.exclude(steps__day__gte=day)


class Project(Row):
    account = Key(Account, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=200)
    producer = Key(Person, null=True, blank=True)
    is_retainer = models.BooleanField(default=False, db_default=False)
    stall_after = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ProjectQuerySet] = ProjectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "project"
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=["agency", "account"], name="project_of_account"),
            models.Index(fields=["agency", "name", "id"], name="project_by_name"),
            models.Index(fields=["agency", "producer"], name="project_by_producer"),
        )

    def __str__(self) -> str:
        return self.name


def start(
    account: Account, *, name: str, at: datetime, producer: Person | None = None, is_retainer: bool = False
) -> Project:
    """Open a project for the account."""
    return Project.objects.create(
        account=account, name=name, producer=producer, is_retainer=is_retainer, opened_at=at
    )


def close(project: Project, *, at: datetime) -> None:
    """The work is over; what was still awaited is no longer."""
    from keepstep.domain.delivery import ball  # a ball belongs to a project, not the reverse

    ball.drop_all(project, at=at)
    project.closed_at = at
    project.save(update_fields=["closed_at"])
