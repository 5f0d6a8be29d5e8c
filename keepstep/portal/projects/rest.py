"""Which of the client's projects rest by agreement at this moment, and until when."""

from datetime import date, datetime
from uuid import UUID

from keepstep.client_desk import ClientDesk
from keepstep.domain.delivery.pause import last_day


def resting(desk: ClientDesk, *, at: datetime) -> dict[UUID, date | None]:
    """The open projects that rest, each with the last day of it, None until further notice."""
    last: dict[UUID | None, date | None] = {}
    for project, until in desk.pauses().lasting(at).values_list("project_id", "until"):
        last[project] = last_day(until, desk.working_time.zone) if until else None
    if None not in last:
        return {project: day for project, day in last.items() if project}
    return {project: last.get(project, last[None]) for project in desk.projects().open().values_list("pk", flat=True)}
