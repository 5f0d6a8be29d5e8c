"""The stalls of a project's past: from the day each began until the day it moved, with its pushes (§5.3)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import NamedTuple

from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.ledger import Ledger, LedgerDay
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause, last_day
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.formulas.ledger import DayClass
from keepstep.formulas.stall import stall_day
from keepstep.formulas.working_time import WorkingTime


@dataclass(frozen=True)
class Stall:
    """`days` are the working days on which it stood; `until` is the day it moved, None while it stands still.

    `balls` are those in the air meanwhile, the eldest first; without any it was in our hands.
    """

    since: date
    until: date | None
    days: list[LedgerDay]
    balls: list[Ball]
    pushes: list[Notice]


def stalls(
    project: Project,
    ledger: Ledger,
    *,
    states: Sequence[AccountState],
    pauses: Iterable[Pause],
    steps: Sequence[date],
    time: WorkingTime,
    patience: int,
    at: datetime,
) -> list[Stall]:
    """Every stall of the project until now, the first first: two queries more than the ledger's.

    `states` are the account's, `pauses` those by agreement; `steps` are the days of the project's steps in order,
    `patience` is the agency's.
    """
    balls = list(Ball.objects.filter(project=project).with_hands().with_moves())
    notices = list(
        Notice.objects.filter(ball__project=project, at__lte=at).select_related("contact", "by", "ball__contact")
    )
    rests = [*_rests(states, time), *(_rest(pause, time) for pause in pauses)]
    past = _Past(project, [day.date for day in ledger.days], rests, steps, time, at)
    stood = past.stall_days(balls, patience if project.stall_after is None else project.stall_after)
    free = {place for place, day in enumerate(ledger.days) if day.whose == DayClass.FREE}
    spans = list(_spans([0 if place in free else days for place, days in enumerate(stood)]))
    return list(_told(past, spans, ledger.days, balls, notices))


class Rest(NamedTuple):
    """`woke` is the day after which the clock starts anew."""

    since: datetime
    until: datetime | None
    woke: date | None


def _rest(pause: Pause, time: WorkingTime) -> Rest:
    return Rest(pause.since, pause.until, last_day(pause.until, time.zone) if pause.until else None)


def _rests(states: Iterable[AccountState], time: WorkingTime) -> Iterator[Rest]:
    """Only an active client's project stalls, and not before the client became active."""
    ended: datetime | None = datetime.min.replace(tzinfo=UTC)
    for state in sorted(states, key=lambda state: state.since):
        if state.state == State.ACTIVE:
            if ended is not None and ended < state.since:
                yield Rest(ended, state.since, time.local_day(state.since))
            ended = state.until
    if ended is not None:
        yield Rest(ended, None, None)


class _Past:
    """The working days of the ledger as places, and what lies on them."""

    def __init__(
        self,
        project: Project,
        days: list[date],
        rests: Sequence[Rest],
        steps: Sequence[date],
        time: WorkingTime,
        at: datetime,
    ) -> None:
        self.project, self.days, self.rests, self.steps, self.time, self.at = project, days, rests, steps, time, at
        self.closes = [min(time.closes(day) or at, at) for day in days]

    def n(self, day: date) -> int:
        """How many of the project's working days there were up to and including this date."""
        return bisect_right(self.days, day)

    def stall_days(self, balls: Sequence[Ball], patience: int) -> list[int]:
        """The day of the stall as each day closed, 0 without one: the same rule as for today's."""
        dues = self._dues(balls)
        opened = self.time.local_day(self.project.opened_at)
        stood = []
        for place, (day, moment) in enumerate(zip(self.days, self.closes, strict=True)):
            if self._rests_at(moment):
                stood.append(0)
                continue
            last = bisect_right(self.steps, day)
            woken = [rest.woke for rest in self.rests if rest.woke and rest.until and rest.until <= moment]
            begun = max(woken, default=opened)
            moved = place + 1 - self.n(max(self.steps[last - 1] if last else opened, opened, begun))
            due = dues[place]
            overdue = place + 1 - self.n(max(due, begun)) if due else None
            stood.append(stall_day(moved=moved, patience=patience, overdue=overdue))
        return stood

    def _rests_at(self, moment: datetime) -> bool:
        closed = self.project.closed_at
        return bool(closed and closed <= moment) or any(
            rest.since <= moment and (rest.until is None or moment < rest.until) for rest in self.rests
        )

    def _dues(self, balls: Sequence[Ball]) -> list[date | None]:
        """The earliest due date gone by as each day closed, of the dates that were in force then."""
        earliest: list[date | None] = [None] * len(self.days)
        for ball in balls:
            for due, since, until in _promises(ball):
                first = max(self.n(due), bisect_left(self.closes, since))
                last = len(self.days) if until is None else bisect_left(self.closes, until)
                for place in range(first, last):
                    known = earliest[place]
                    earliest[place] = due if known is None else min(known, due)
        return earliest


def _promises(ball: Ball) -> Iterator[tuple[date, datetime, datetime | None]]:
    """Each date of the ball with the moments from which until which it was in force."""
    dues = [*ball.former_dues, ball.due]  # type: ignore[attr-defined]
    turns = [ball.since, *ball.moved_at, ball.passed_at]  # type: ignore[attr-defined]
    for due, (since, until) in zip(dues, pairwise(turns), strict=True):
        if due is not None and since is not None:
            yield due, since, until


def _spans(stood: Sequence[int]) -> Iterator[range]:
    """Runs of days on which the stall grew; where it began anew, another one begins."""
    first: int | None = None
    for place, days in enumerate(stood):
        if first is not None and (not days or days <= stood[place - 1]):
            yield range(first, place)
            first = None
        if days and first is None:
            first = place
    if first is not None:
        yield range(first, len(stood))


def _told(
    past: _Past, spans: list[range], days: list[LedgerDay], balls: list[Ball], notices: list[Notice]
) -> Iterator[Stall]:
    """A push on the morning of the day it moved belongs to it; none belongs to two."""
    left = iter(sorted(notices, key=lambda notice: notice.at))
    push = next(left, None)
    for span in spans:
        since, until = past.days[span[0]], _moved(past, span)
        pushes = []
        while push is not None and (until is None or push.day <= until):
            if push.day >= since:
                pushes.append(push)
            push = next(left, None)
        closes = past.closes[span[0]], past.closes[span[-1]]
        held = [
            ball for ball in balls if ball.since <= closes[1] and (not ball.passed_at or ball.passed_at > closes[0])
        ]
        yield Stall(since, until, days[span[0] : span[-1] + 1], held, pushes)


def _moved(past: _Past, span: range) -> date | None:
    """The first step after the last day it stood, which may be one on a day off, else the next working day."""
    closed = past.time.local_day(past.project.closed_at) if past.project.closed_at else None
    following = past.days[span[-1] + 1] if span[-1] + 1 < len(past.days) else closed
    step = bisect_right(past.steps, past.days[span[-1]])
    if step < len(past.steps) and (following is None or past.steps[step] < following):
        return past.steps[step]
    return following


def step_days(project: Project, *, at: datetime) -> list[date]:
    """The days of the project's steps, in order."""
    steps = Step.objects.filter(project=project, at__lte=at).order_by("day")
    return list(steps.values_list("day", flat=True).distinct())
