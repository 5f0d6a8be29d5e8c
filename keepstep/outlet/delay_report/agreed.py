"""What both sides know of: pauses by agreement, and promised dates that were moved, with their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.due_move import DueMove
from keepstep.domain.delivery.milestone import MilestoneMove
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.delay_report.stalls import holder


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


def moves(project: Project, *, agency: str, time: WorkingTime, at: datetime) -> list[Agreed]:
    """Each promised date that was moved, of milestones and of balls, in the order of the moves.

    Why a ball's date was moved is the client's to read where the ball was theirs: the rest we told ourselves.
    """
    promised = MilestoneMove.objects.filter(milestone__project=project, at__lte=at).exclude(to_due=F("from_due"))
    awaited = DueMove.objects.filter(ball__project=project, at__lte=at, from_due__isnull=False)
    told: list[tuple[MilestoneMove | DueMove, str, str]] = [
        (move, move.milestone.title, move.reason) for move in promised.select_related("milestone").order_by("at", "pk")
    ]
    for move in awaited.select_related("ball__contact").order_by("at", "pk"):
        ball = move.ball
        reason = move.reason if ball.side == Side.CLIENT else ""
        told.append((move, f"{ball.awaited} ({holder(ball, agency)})", reason))
    return [_move(move, title, reason, time) for move, title, reason in sorted(told, key=lambda line: line[0].at)]


def _move(move: MilestoneMove | DueMove, title: str, reason: str, time: WorkingTime) -> Agreed:
    former = move.from_due or move.to_due
    days = time.days_between(*sorted((former, move.to_due)))
    return Agreed(
        title=f"{title}: {_date(former)} → {_date(move.to_due)}",
        length=_later(days) if move.to_due > former else _earlier(days),
        reason=reason,
    )


def _later(n: int) -> str:
    return ngettext("%(n)s working day later", "%(n)s working days later", n) % {"n": n}


def _earlier(n: int) -> str:
    return ngettext("%(n)s working day earlier", "%(n)s working days earlier", n) % {"n": n}


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
