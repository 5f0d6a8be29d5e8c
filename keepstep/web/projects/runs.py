"""Days in a row that a figure of the ledger counts, what was awaited on them, and how the client was asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.ledger import LedgerDay
from keepstep.domain.delivery.ledger_scope import Period
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.project import Project
from keepstep.formulas.ledger import DayClass
from keepstep.formulas.working_time import WorkingTime

MOST = 40
TONES = {Side.US: "ours", Side.CLIENT: "theirs", Side.THIRD: "third"}


def _is_of(whose: DayClass, day: LedgerDay) -> bool:
    return day.whose == whose


# What each figure of the ledger counts.
FIGURES: dict[str, Callable[[LedgerDay], bool]] = {
    "exposure": lambda day: (
        day.whose in {DayClass.OURS, DayClass.CONCURRENT} or (day.whose == DayClass.THEIRS and not day.is_covered)
    ),
    "covered": lambda day: day.is_covered,
    "uncovered": lambda day: day.whose == DayClass.THEIRS and not day.is_covered,
    **{whose.value: partial(_is_of, whose) for whose in DayClass},
}


@dataclass(frozen=True)
class Run:
    """`awaited` are the balls in the air as one of the days closed, each with its colour."""

    first: LedgerDay
    last: LedgerDay
    n: int
    awaited: list[tuple[str, Ball]]
    notices: list[Notice]


def of(
    days: list[LedgerDay],
    figure: str,
    project: Project,
    *,
    before: date | None,
    time: WorkingTime,
    desk: Desk,
    at: datetime,
) -> tuple[list[Run], bool]:
    """The newest first, those before a date if one is given, and whether there are older ones."""
    if figure not in FIGURES:
        return [], False
    wanted = [day for day in days if before is None or day.date < before]
    found = [list(run) for is_counted, run in groupby(wanted, key=FIGURES[figure]) if is_counted][::-1]
    return list(_told(found[:MOST], project, time=time, desk=desk, at=at)), len(found) > MOST


def _told(
    found: list[list[LedgerDay]], project: Project, *, time: WorkingTime, desk: Desk, at: datetime
) -> Iterator[Run]:
    if not found:
        return
    began, ended = found[-1][0].date, found[0][-1].date
    came = desk.balls().filter(project=project, since__lte=_closing(time, ended, at))
    balls = list(came.not_passed_before(_closing(time, began, at)).select_related("person", "contact"))
    notices = desk.notices().filter(ball__project=project, ball__side=Side.CLIENT, day__range=(began, ended))
    told = list(notices.select_related("by", "contact").order_by("at"))
    for run in found:
        first, last = _closing(time, run[0].date, at), _closing(time, run[-1].date, at)
        held = [ball for ball in balls if ball.since <= last and (ball.passed_at is None or ball.passed_at > first)]
        yield Run(
            first=run[0],
            last=run[-1],
            n=len(run),
            awaited=[(TONES[Side(ball.side)], ball) for ball in held],
            notices=[notice for notice in told if run[0].date <= notice.day <= run[-1].date],
        )


def _closing(time: WorkingTime, day: date, at: datetime) -> datetime:
    """The moment that says whose a day is: for today the present."""
    closes = time.closes(day)
    return min(closes, at) if closes else at


def address(project: UUID, figure: str, period: Period, *, before: date | None = None) -> str:
    """Where the days of a figure of a project stand."""
    older = f"&before={before}" if before else ""
    return f"{reverse('project_days', args=[project])}?figure={figure}{within(period)}{older}"


def within(period: Period) -> str:
    """The period as the end of such an address."""
    known = {"first": period.first, "last": period.last}
    return "".join(f"&{name}={day}" for name, day in known.items() if day)
