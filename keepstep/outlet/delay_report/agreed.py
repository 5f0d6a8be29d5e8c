"""What both sides know of: pauses by agreement, and promised dates that were moved, with their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.delivery.milestone import MilestoneMove
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.formulas.working_time import WorkingTime


@dataclass(frozen=True)
class Agreed:
    """A line: when or what, how much of it, and why."""

    title: str
    length: str
    reason: str


def pauses(known: Iterable[Pause], *, time: WorkingTime, at: datetime) -> list[Agreed]:
    """The project's own and those of its client, as far as they have begun; their working days are free."""
    return [_pause(pause, time) for pause in known if pause.since <= at]


def _pause(pause: Pause, time: WorkingTime) -> Agreed:
    first = _date(time.local_day(pause.since))
    if pause.until:
        last = _date(time.local_day(pause.until))
        title = _("From %(first)s, resumed on %(last)s") % {"first": first, "last": last}
    else:
        title = _("Since %(first)s, still") % {"first": first}
    agreed = _("agreed with %(name)s") % {"name": pause.agreed_with}
    return Agreed(title, agreed, pause.reason)


def moves(project: Project, *, time: WorkingTime, at: datetime) -> list[Agreed]:
    """Each promised date that was moved, in the order of the moves."""
    found = MilestoneMove.objects.filter(milestone__project=project, at__lte=at).exclude(to_due=F("from_due"))
    return [_move(move, time) for move in found.select_related("milestone").order_by("at", "pk")]


def _move(move: MilestoneMove, time: WorkingTime) -> Agreed:
    days = time.days_between(*sorted((move.from_due, move.to_due)))
    return Agreed(
        title=f"{move.milestone.title}: {_date(move.from_due)} → {_date(move.to_due)}",
        length=_later(days) if move.to_due > move.from_due else _earlier(days),
        reason=move.reason,
    )


def _later(n: int) -> str:
    return ngettext("%(n)s working day later", "%(n)s working days later", n) % {"n": n}


def _earlier(n: int) -> str:
    return ngettext("%(n)s working day earlier", "%(n)s working days earlier", n) % {"n": n}


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
