"""How projects move: the last step, the stall, whose ball it is; for a whole page of them in one statement (§5.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project
from keepstep.formulas.day_count import DayCount
from keepstep.formulas.stall import stall_day
from keepstep.formulas.working_time import WorkingTime


class Hands(IntFlag):
    """The sides that hold a ball; an open project without a ball is in our hands (§4)."""

    NOBODY = 0
    US = 1
    CLIENT = 2
    THIRD = 4


STATEMENT = """
select p.id, s.state, (s.since at time zone %(zone)s)::date as begun, last.day as last_step,
       (p.opened_at at time zone %(zone)s)::date as opened, p.stall_after,
       case when p.closed_at is null then coalesce(balls.hands, 1) else 0 end as hands, balls.overdue
from unnest(%(ids)s::uuid[]) as asked (id)
join project p on p.id = asked.id
join account_state s on s.account_id = p.account_id and s.until is null
left join lateral (select max(day) as day from step where step.project_id = p.id) last on true
left join lateral (
    select bit_or(case b.side when 'us' then 1 when 'client' then 2 else 4 end) as hands,
           min(b.due) filter (where b.due < %(day)s) as overdue
    from ball b where b.project_id = p.id and b.passed_at is null
) balls on true
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


@dataclass(frozen=True, slots=True)
class Movement:
    last_step: date | None
    stall: int
    hands: Hands


def movements(ids: Sequence[UUID], *, days: DayCount, zone: str, patience: int) -> dict[UUID, Movement]:
    """Each of these projects with its last step, the day of its stall (0 without one) and who holds its balls."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"ids": list(ids), "day": days.today, "zone": zone})
        rows = [Facts._make(row) for row in cursor.fetchall()]
    return {row.id: Movement(row.last_step, _stall(row, days, patience), Hands(row.hands)) for row in rows}


def _stall(row: Facts, days: DayCount, patience: int) -> int:
    """Only an open project of an active client stalls, and not before the client became active."""
    if row.state != State.ACTIVE or not row.hands:
        return 0
    moved = days.since(max(row.last_step or row.opened, row.begun))
    overdue = days.since(max(row.overdue, row.begun)) if row.overdue else None
    return stall_day(moved=moved, patience=patience if row.stall_after is None else row.stall_after, overdue=overdue)


def stall(
    project: Project,
    state: AccountState,
    last_step: date | None,
    balls: Iterable[Ball],
    days: DayCount,
    time: WorkingTime,
    patience: int,
) -> int:
    """The stall of one project whose state, last step and balls in the air are known already."""
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
    )
    return _stall(row, days, patience)
