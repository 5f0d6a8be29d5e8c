"""The last days of each project's ledger, as squares."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from keepstep.client_desk import ClientDesk
from keepstep.domain.delivery.ledger import Ledger
from keepstep.domain.delivery.project import Project
from keepstep.outlet.square import Square, square

SHORT, LONG = 20, 60


def of(
    known: dict[UUID, Ledger], projects: Iterable[Project], *, desk: ClientDesk, length: int
) -> dict[UUID, list[Square]]:
    """So many working days of each, the last one being today or the closing; one query for the days with a step."""
    last = {project.pk: known[project.pk].days[-length:] for project in projects}
    first = min((days[0].date for days in last.values() if days), default=None)
    moved: dict[UUID, set[date]] = defaultdict(set)
    if first:
        steps = desk.steps().filter(project__in=list(last), day__gte=first).order_by()
        for key, day in steps.values_list("project_id", "day").distinct():
            moved[key].add(day)
    return {key: [square(day, day.date in moved[key]) for day in days] for key, days in last.items()}
