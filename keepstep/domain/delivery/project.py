"""Projects: delivery work for an account; a retainer is a project without an end."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account

PRODUCES = "produces"


class ProjectQuerySet(models.QuerySet["Project"]):
    def open(self) -> "ProjectQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "ProjectQuerySet":
        return self.filter(closed_at__isnull=False)

    def of(self, person: Person) -> "ProjectQuerySet":
        return self.filter(Q(account__manager=person) | Q(producer=person))

    def without_step_since(self, day: date) -> "ProjectQuerySet":
        return self.exclude(steps__day__gte=day)


class Project(Row):
    account = Key(Account, models.PROTECT, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.GeneratedField(
        expression=Replace(Lower(F("name")), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )
    producer = Key(Person, null=True, blank=True)
    is_retainer = models.BooleanField(default=False, db_default=False)
    stall_after = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ProjectQuerySet] = ProjectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "project"
        ordering = ("sort_name", "id")
        indexes = (
            models.Index(fields=["agency", "account"], name="project_of_account"),
            models.Index(fields=["agency", "sort_name", "id"], condition=Q(closed_at=None), name="project_by_name"),
            models.Index(fields=["agency", "-opened_at", "-id"], condition=Q(closed_at=None), name="project_by_age"),
            models.Index(
                fields=["agency", "sort_name", "id"],
                condition=Q(closed_at__isnull=False),
                name="project_closed_by_name",
            ),
            models.Index(fields=["agency", "producer"], name="project_by_producer"),
        )

    def __str__(self) -> str:
        return self.name


class AlreadyClosed(Exception):
    """The project is over already."""

    def __init__(self, project: Project) -> None:
        super().__init__(_("“%(name)s” is closed already.") % {"name": project.name})
        self.project = project


def start(
    account: Account,
    *,
    name: str,
    at: datetime,
    producer: Person | None = None,
    is_retainer: bool = False,
    by: Person | None = None,
) -> Project:
    """Open a project for the account. Whoever is to produce it by somebody else's word is told."""
    made = Project.objects.create(account=account, name=name, producer=producer, is_retainer=is_retainer, opened_at=at)
    if by is not None:
        tell_producer(made, key=str(made.pk), by=by, at=at)
    return made


def tell_producer(project: Project, *, key: str, by: Person | None, at: datetime) -> None:
    """It is theirs from now on, and they need not find that out by chance."""
    if project.producer is None or project.producer == by:
        return
    facts = {"client": project.account.name, "project": project.name, "who": by.name if by else ""}
    address = reverse("project", args=[project.pk])
    notification.tell(project.producer, kind=PRODUCES, key=key, facts=facts, address=address, at=at)


def close(project: Project, *, at: datetime) -> None:
    """The work is over; what was still awaited is no longer. Raises AlreadyClosed."""
    from keepstep.domain.delivery import passing  # a ball belongs to a project, not the reverse

    if Project.objects.open().filter(pk=project.pk).update(closed_at=at) != 1:
        raise AlreadyClosed(project)
    project.closed_at = at
    passing.drop_all(project, at=at)
