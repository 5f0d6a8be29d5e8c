"""The ledger as a strip: a square a working day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.delivery.ledger import Ledger, LedgerDay
from keepstep.domain.delivery.project import Project
from keepstep.outlet.square import Square, square

LENGTH = 60


@dataclass(frozen=True)
class Strip:
    squares: list[Square]
    older: str


def of(ledger: Ledger, project: Project, *, desk: Desk, before: date | None = None) -> Strip:
    """The last 60 working days, or those before a date."""
    days = [day for day in ledger.days if before is None or day.date < before]
    shown = days[-LENGTH:]
    older = f"{reverse('project_days', args=[project.pk])}?before={shown[0].date}" if len(days) > LENGTH else ""
    return Strip(squares(shown, project, desk=desk), older)


def squares(days: list[LedgerDay], project: Project, *, desk: Desk) -> list[Square]:
    if not days:
        return []
    steps = desk.steps().filter(project=project, day__range=(days[0].date, days[-1].date)).order_by()
    moved = set(steps.values_list("day", flat=True).distinct())
    return [square(day, day.date in moved) for day in days]
