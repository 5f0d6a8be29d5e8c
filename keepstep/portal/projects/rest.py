"""Which of the client's projects rest at this moment, by agreement or with the whole client, and until when."""

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Value

from keepstep.client_desk import ClientDesk
from keepstep.domain.clients.account import State
from keepstep.domain.delivery.pause import last_day

NO_PROJECT, NO_END = Value(None, models.UUIDField()), Value(None, models.DateTimeField())


def resting(desk: ClientDesk, *, at: datetime) -> dict[UUID, date | None]:
    """The open projects that rest, each with the last day of it, None until further notice."""
    last: dict[UUID | None, date | None] = {}
    agreed = desk.pauses().lasting(at).order_by().values_list("project_id", "until")
    paused = desk.account_states().filter(until=None, state=State.PAUSED).order_by()
    for project, until in agreed.union(paused.values_list(NO_PROJECT, NO_END), all=True):
        day = last_day(until, desk.working_time.zone) if until else None
        if project not in last or day is None:
            last[project] = day
    if None not in last:
        return {project: day for project, day in last.items() if project}
    return {project: last.get(project, last[None]) for project in desk.projects().open().values_list("pk", flat=True)}
