"""Taking a case: somebody looks after a stall. It stops the clock of reaction, not that of movement (§5.3)."""

from datetime import date, datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest, JSONObject

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.delivery.step import Step


class Taking(Row):
    """`since` names the case: the day the stall began, as the round finds it."""

    project = Key(Project, models.CASCADE, related_name="takings")
    since = models.DateField()
    person = Key(Person)
    at = models.DateTimeField()

    class Meta:
        db_table = "taking"
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=["agency", "project", "since"], name="a_case_is_taken_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} since {self.since}: {self.person_id}"


class Taken(NamedTuple):
    """Somebody's name, and when they took the case."""

    by: str
    at: datetime


def with_clocks(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Each with who took its cases, read by `taken`, and when it moved last, in the same statement."""
    of_project = Taking.objects.filter(project=OuterRef("pk")).order_by()
    known = JSONObject(since="since", at="at", name="person__name")
    passed = Ball.objects.filter(project=OuterRef("pk"), passed_at__isnull=False).order_by("-passed_at")
    steps = Step.objects.filter(project=OuterRef("pk")).order_by("-at")
    return projects.annotate(
        taken=ArraySubquery(of_project.values(known=known)),
        moved_at=Greatest(Subquery(passed.values("passed_at")[:1]), Subquery(steps.values("at")[:1])),
    )


def taken(project: Project, *, since: date) -> Taken | None:
    """Who took this case of a project read with its clocks, and when."""
    takings: list[dict[str, str]] = project.taken  # type: ignore[attr-defined]  # of with_clocks
    found = next((one for one in takings if date.fromisoformat(one["since"]) == since), None)
    return Taken(found["name"], datetime.fromisoformat(found["at"])) if found else None


def take(project: Project, *, since: date, person: Person, at: datetime) -> Taking:
    """This person looks after the case from now on; whoever took it first keeps it."""
    taking, _new = Taking.objects.get_or_create(project=project, since=since, defaults={"person": person, "at": at})
    return taking


def give_back(taking: Taking, *, at: datetime) -> None:
    """It was a slip of the hand: nobody looks after it, and the clock of reaction goes on. Raises TooLate."""
    if Taking.objects.filter(pk=taking.pk, at__gt=at - UNDO_LIFE).delete()[0] != 1:
        raise TooLate
