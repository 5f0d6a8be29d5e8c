"""Amendments: a project is called otherwise, or another produces it; what it was until then is kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.delivery.project import PRODUCES, Project, tell_producer

FACTS = ("name", "producer_id", "is_retainer")


class Amendment(Row):
    """Until `at` the project had this name and this producer, and an end or none."""

    project = Key(Project, models.CASCADE, related_name="amendments")
    name = models.CharField(_("name"), max_length=200)
    producer = Key(Person, null=True)
    is_retainer = models.BooleanField()
    at = models.DateTimeField()
    by = Key(Person, null=True)

    class Meta:
        db_table = "amendment"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "project", "-at"], name="amendment_of_project"),)

    def __str__(self) -> str:
        return f"{self.name} until {self.at}"


def amend(
    project: Project, *, name: str, producer: Person | None, is_retainer: bool, by: Person | None, at: datetime
) -> Amendment | None:
    """So it is from now on; None if it was so already. Whoever looks a producer up finds the new one, who is told."""
    held = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    was = {fact: getattr(held, fact) for fact in FACTS}
    facts = {"name": name, "producer_id": producer.pk if producer else None, "is_retainer": is_retainer}
    if facts == was:
        return None
    _become(project, facts)
    made = Amendment.objects.create(project=held, **was, at=at, by=by)
    if facts["producer_id"] != was["producer_id"]:
        tell_producer(project, key=str(made.pk), by=by, at=at)
    return made


def withdraw(amendment: Amendment, *, at: datetime) -> None:
    """It was a slip of the hand: the project is what it was. Raises TooLate, also when it was amended since."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=amendment.project_id)
    newest = Amendment.objects.filter(project=project).first()
    if newest is None or newest.pk != amendment.pk or newest.at <= at - UNDO_LIFE:
        raise TooLate
    _become(project, {fact: getattr(newest, fact) for fact in FACTS})
    notification.untell(kind=PRODUCES, key=str(newest.pk))
    newest.delete()


def _become(project: Project, facts: Mapping[str, object]) -> None:
    for fact, value in facts.items():
        setattr(project, fact, value)
    project.save(update_fields=["name", "producer", "is_retainer"])
