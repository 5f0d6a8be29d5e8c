"""How accounts stand: their order, what is open and in whose hands, for a whole page of them in one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from keepstep.domain.clients.account import State
from keepstep.domain.delivery.movement import Hands
from keepstep.domain.delivery.pause import rests
from keepstep.formulas.day_count import DayCount
from keepstep.formulas.order import WINDOW
from keepstep.formulas.stall import stall_day
from keepstep.postgres import prepared

# Today counts for the order only once it is kept: it is not broken before it is over.
STATEMENT = f"""
with work as (
    select p.account_id, count(*) as projects, bit_or(coalesce(balls.hands, 1)) as hands,
           min(greatest(last.day, rest.woke)) filter (where p.stall_after is null and rest.lasts is not true) as moved,
           min(greatest(balls.overdue, rest.woke))
               filter (where balls.overdue is not null and rest.lasts is not true) as overdue,
           json_agg(json_build_array(greatest(last.day, rest.woke), p.stall_after))
               filter (where p.stall_after is not null and rest.lasts is not true) as patient,
           bool_and(rest.lasts is true) as rests,
           nullif(max(coalesce(rest.until, 'infinity')) filter (where rest.lasts), 'infinity') as until
    from project p
    cross join lateral (
        select coalesce((select max(day) from step where step.project_id = p.id),
                        (p.opened_at at time zone %(zone)s)::date) as day
    ) last
    cross join lateral (
        select bit_or(case b.side when 'us' then 1 when 'client' then 2 else 4 end) as hands,
               min(b.due) filter (where b.due < %(day)s) as overdue
        from ball b where b.project_id = p.id and b.passed_at is null
    ) balls
    left join ({rests("p.account_id = any(%(ids)s::uuid[])")}) rest on rest.project_id = p.id
    where p.account_id = any(%(ids)s::uuid[]) and p.closed_at is null
    group by p.account_id
)
select s.account_id, s.state, (s.since at time zone %(zone)s)::date as begun, ordered.due, ordered.kept,
       coalesce(work.projects, 0), work.hands, work.moved, work.overdue, work.patient,
       coalesce(work.rests, false), work.until
from account_state s
cross join lateral (
    select count(*) as due, count(kept_at) as kept
    from (
        select kept_at from due_day d
        where d.account_id = s.account_id and d.day <= %(day)s and (d.day < %(day)s or d.kept_at is not null)
        order by d.day desc limit %(order_days)s
    ) last_days
) ordered
left join work on work.account_id = s.account_id
where s.account_id = any(%(ids)s::uuid[]) and s.until is null
"""


class Facts(NamedTuple):
    """A row of STATEMENT; `patient` lists [last day moved, own days of patience] of the projects that have some."""

    id: UUID
    state: str
    begun: date
    due: int
    kept: int
    projects: int
    hands: int | None
    moved: date | None
    overdue: date | None
    patient: list[Any] | None
    rests: bool
    until: datetime | None


class Standing(NamedTuple):
    """`rests`: all its open projects are paused by agreement, `until` then, or until further notice."""

    state: str
    due: int
    kept: int
    projects: int
    hands: Hands
    stall: int
    rests: bool = False
    until: datetime | None = None


def standings(ids: Sequence[UUID], *, days: DayCount, zone: str, patience: int, at: datetime) -> dict[UUID, Standing]:
    """Each account of these with its order over the last 20 due days, its projects, whose ball it is and its stall."""
    values = {"ids": prepared.keys(ids), "day": days.today, "zone": zone, "order_days": WINDOW, "at": at}
    rows = [Facts._make(row) for row in prepared.rows(STATEMENT, values)]
    return {
        row.id: Standing(
            row.state,
            row.due,
            row.kept,
            row.projects,
            Hands(row.hands or 0),
            _stall(row, days, patience),
            row.rests,
            row.until,
        )
        for row in rows
    }


def _stall(row: Facts, days: DayCount, patience: int) -> int:
    """The longest stall of its projects; only an active account stalls, and not before it became active."""
    if row.state != State.ACTIVE or not row.projects:
        return 0
    stalls = [stall_day(moved=days.since(max(row.moved, row.begun)), patience=patience)] if row.moved else []
    stalls += [
        stall_day(moved=days.since(max(date.fromisoformat(moved), row.begun)), patience=own)
        for moved, own in row.patient or ()
    ]
    overdue = days.since(max(row.overdue, row.begun)) if row.overdue else 0
    return max([*stalls, overdue])
