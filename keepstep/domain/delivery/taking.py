"""Taking a case: somebody looks after a stall. It stops the clock of reaction, not that of movement (§5.3)."""

from datetime import date, datetime

from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.delivery.project import Project


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


def take(project: Project, *, since: date, person: Person, at: datetime) -> Taking:
    """This person looks after the case from now on; whoever took it first keeps it."""
    taking, _new = Taking.objects.get_or_create(project=project, since=since, defaults={"person": person, "at": at})
    return taking
