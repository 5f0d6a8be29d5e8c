"""How projects move: the last step, the stall, whose ball it is; for a whole page of them in one statement (§5.3)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import IntFlag
from typing import NamedTuple
from uuid import UUID

from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.pause import Pause, last_day, rests
from keepstep.domain.delivery.project import Project
from keepstep.formulas.day_count import DayCount
from keepstep.formulas.stall import stall_day
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres import prepared


class Hands(IntFlag):
    """The sides that hold a ball; an open project without a ball is in our hands (§4)."""

    NOBODY = 0
    US = 1
    CLIENT = 2
    THIRD = 4


STATEMENT = f"""
select p.id, s.state, (s.since at time zone %(zone)s)::date as begun,
       (select max(day) from step where step.project_id = p.id) as last_step,
       (p.opened_at at time zone %(zone)s)::date as opened, p.stall_after,
       case when p.closed_at is null then coalesce(balls.hands, 1) else 0 end as hands, balls.overdue,
       rest.woke, coalesce(rest.lasts, false) as rests, rest.until
from project p
join account_state s on s.account_id = p.account_id and s.until is null
left join (
    select b.project_id, bit_or(case b.side when 'us' then 1 when 'client' then 2 else 4 end) as hands,
           min(b.due) filter (where b.due < %(day)s) as overdue
    from ball b where b.project_id = any(%(ids)s::uuid[]) and b.passed_at is null
    group by b.project_id
) balls on balls.project_id = p.id
left join ({rests("p.id = any(%(ids)s::uuid[])")}) rest on rest.project_id = p.id
where p.id = any(%(ids)s::uuid[])
"""


class Facts(NamedTuple):
    id: UUID
    state: str
    begun: date
    last_step: date | None
    opened: date
    stall_after: int | None
    hands: int
    overdue: date | None
    woke: date | None = None
    rests: bool = False
    until: datetime | None = None


class Movement(NamedTuple):
    """`rests`: the work is paused by agreement, `until` then, or until further notice."""

    last_step: date | None
    stall: int
    hands: Hands
    rests: bool = False
    until: datetime | None = None


def movements(ids: Sequence[UUID], *, days: DayCount, zone: str, patience: int, at: datetime) -> dict[UUID, Movement]:
    """Each of these projects with its last step, the day of its stall (0 without one) and who holds its balls."""
    values = {"ids": prepared.keys(ids), "day": days.today, "zone": zone, "at": at}
    rows = [Facts._make(row) for row in prepared.rows(STATEMENT, values)]
    return {
        row.id: Movement(row.last_step, _stall(row, days, patience), Hands(row.hands), row.rests, row.until)
        for row in rows
    }


def _stall(row: Facts, days: DayCount, patience: int) -> int:
    """Only an open project of an active client stalls, and not before the client became active or a pause ended."""
    if row.state != State.ACTIVE or not row.hands or row.rests:
        return 0
    begun = max(row.begun, row.woke or row.begun)
    moved = days.since(max(row.last_step or row.opened, begun))
    overdue = days.since(max(row.overdue, begun)) if row.overdue else None
    return stall_day(moved=moved, patience=patience if row.stall_after is None else row.stall_after, overdue=overdue)


def stall(
    project: Project,
    state: AccountState,
    last_step: date | None,
    balls: Iterable[Ball],
    days: DayCount,
    time: WorkingTime,
    patience: int,
    pauses: Iterable[Pause],
    at: datetime,
) -> int:
    """The stall of one project whose state, last step, balls in the air and pauses are known already."""
    overdue = min((ball.due for ball in balls if ball.due and ball.due < days.today), default=None)
    row = Facts(
        project.pk,
        state.state,
        time.local_day(state.since),
        last_step,
        time.local_day(project.opened_at),
        project.stall_after,
        Hands.NOBODY if project.closed_at else Hands.US,
        overdue,
        woke=max((last_day(rest.until, time.zone) for rest in pauses if rest.until and rest.until <= at), default=None),
        rests=any(rest.lasts(at) for rest in pauses),
    )
    return _stall(row, days, patience)
