"""The steps of a project, the newest first, a page at a time."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode

from keepstep.desk import Desk
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres.keyset import before
from keepstep.web import words
from keepstep.web.days import key_of, moment_of

LENGTH = 25


def newest(project: Project, *, desk: Desk, after: str = "") -> tuple[list[Step], str]:
    """At most 25 steps, and the address of the older ones, empty at the beginning."""
    steps = desk.steps().filter(project=project).select_related("person").order_by("-at", "-pk")
    if last := _last(after):
        steps = steps.filter(before((F("at"), last[0]), (F("pk"), last[1])))
    rows = list(steps[: LENGTH + 1])
    return rows[:LENGTH], _address(project, rows[LENGTH - 1]) if len(rows) > LENGTH else ""


def dated(steps: list[Step], time: WorkingTime) -> list[tuple[Step, str]]:
    """Each with how much later it was entered, where it was."""
    return [(step, words.entered(step.at, step.said_at, time)) for step in steps]


def _last(after: str) -> tuple[datetime, UUID] | None:
    text, _tilde, key = after.partition("~")
    moment, known = moment_of(text), key_of(key)
    return (moment, known) if moment and known else None


def _address(project: Project, last: Step) -> str:
    cursor = urlencode({"before": f"{last.at.isoformat()}~{last.pk}"})
    return f"{reverse('project_steps', args=[project.pk])}?{cursor}"
