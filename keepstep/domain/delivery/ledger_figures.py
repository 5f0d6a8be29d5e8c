"""The ledger in figures, for projects, clients, account managers and the whole agency, in one statement (§5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.calendar_bits import WINDOW
from keepstep.domain.delivery.ledger import IDLE
from keepstep.domain.delivery.ledger_answers import ANSWERED
from keepstep.domain.delivery.ledger_scope import ALWAYS, NOBODY, SCOPE, Period, Portfolio, asked
from keepstep.formulas.ledger import Exposure, Reaction


class By(StrEnum):
    """What a row of figures is about; the value is the column that says so."""

    PROJECT = "project_id"
    ACCOUNT = "account_id"
    MANAGER = "manager_id"


class Most(StrEnum):
    """Which rows come first; the value is the column they are put in order by."""

    EXPOSURE = "(days - covered - thirds - free)::float8 / days"
    EXPOSED = "days - covered - thirds - free"
    OURS = "ours"
    CONCURRENT = "days - ours - covered - uncovered - thirds - free"
    THEIRS = "covered + uncovered"
    COVERED = "covered"
    UNCOVERED = "uncovered"
    THIRD = "thirds"
    FREE = "free"


@dataclass(frozen=True)
class Figures:
    """`key` is of what they are about; `reactions` are of the sides that passed a ball in the period."""

    key: UUID | None
    projects: int
    exposure: Exposure
    reactions: dict[str, Reaction] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The rows asked for, in order, how many there are in all, and all of them together."""

    rows: list[Figures]
    count: int
    total: Figures


# rested: the days of pauses, of an account or of a project. held: on which days a side held a ball, and which of the
# client's a notice covers. day_class: whose the days are.
CLASSES = f"""
{SCOPE},
rested as materialized (
    select whose, bit_or(days) as days
    from (
        select coalesce(r.project_id, r.account_id) as whose,
               (ones >> width_bucket(r.since, c.decided))
               # coalesce(ones >> width_bucket(r.until, c.decided), none) as days
        from (
            select account_id, null::uuid as project_id, since, until from account_state where state = any (%(idle)s)
            union all
            select account_id, project_id, since, until from pause
        ) r
        join (select distinct account_id, calendar_id from scope) s on s.account_id = r.account_id
        left join calendar c on c.id = s.calendar_id
        cross join bits
        offset 0
    ) r
    group by whose
),
told as materialized (
    select c.id as calendar_id, day::date,
           (ones >> width_bucket(day::date - 1, c.dates))
           # (ones >> width_bucket(day::date, c.dates) + %(window)s - 1) as days
    from calendar c
    cross join bits
    cross join generate_series(%(earliest)s::timestamp, %(latest)s::timestamp, '1 day') day
),
held as (
    select project_id,
           bit_or(days) filter (where side = 'us') as us,
           bit_or(days) filter (where side = 'client') as client,
           bit_or(days) filter (where side = 'third') as third,
           bit_or(days & told) as told
    from (
        select b.project_id, b.side, b.days, t.days as told
        from (
            select b.id, b.project_id, s.calendar_id, b.side,
                   (ones >> width_bucket(b.since, c.decided))
                   # coalesce(ones >> width_bucket(b.passed_at, c.decided), none) as days
            from ball b
            join scope s on s.project_id = b.project_id
            left join calendar c on c.id = s.calendar_id
            cross join bits
            where (b.passed_at is null or b.passed_at > %(begins_all)s) and b.since <= %(at)s
            offset 0
        ) b
        left join notice n on n.ball_id = b.id and b.side = 'client' and n.day between %(earliest)s and %(latest)s
        left join told t on t.calendar_id = b.calendar_id and t.day = n.day
    ) b
    group by project_id
),
day_class as (
    select s.*, open & ~ client & ~ third as ours, open & client & ~ us & ~ third as theirs,
           open & third & ~ us & ~ client as thirds
    from (
        select s.project_id, s.account_id, s.manager_id, s.calendar_id, s.days,
               s.days & ~ (s.over | coalesce(a.days, none) | coalesce(p.days, none)) as open,
               coalesce(h.us, none) as us, coalesce(h.client, none) as client, coalesce(h.third, none) as third,
               coalesce(h.told, none) as told
        from scope s
        cross join bits
        left join held h on h.project_id = s.project_id
        left join rested a on a.whose = s.account_id
        left join rested p on p.whose = s.project_id
        offset 0
    ) s
    where bit_count(s.days) > 0
)
"""
OF_CLASSES = {"idle": [state.value for state in IDLE], "window": WINDOW}
# answered: balls passed since the opening, with the working time they took.
SIDES = ", ".join(
    f"count(*) filter (where side = '{side}') as n_{side}, percentile_cont(array[0.5, 0.9])"
    f" within group (order by seconds) filter (where side = '{side}') as quantiles_{side}"
    for side in Side.values
)
OF_SIDES = ", ".join(f"('{side}', n_{side}, quantiles_{side})" for side in Side.values)
STATEMENT = f"""
{CLASSES},
figures as (
    select coalesce({{key}}, %(nobody)s::uuid) as key, grouping({{key}}) as is_total, count(*) as projects,
           sum(bit_count(days))::int as days, sum(bit_count(ours))::int as ours,
           sum(bit_count(theirs & told))::int as covered, sum(bit_count(theirs & ~ told))::int as uncovered,
           sum(bit_count(thirds))::int as thirds, sum(bit_count(days & ~ open))::int as free
    from day_class
    group by grouping sets (({{key}}), ())
),
placed as materialized (
    select *, row_number() over (
               partition by is_total order by {{most}} desc, days desc, key
           ) as place, count(*) over () as rows_and_total
    from figures
),
shown as materialized (
    select * from placed where is_total = 1 or (place > %(offset)s and place <= %(offset)s + %(limit)s)
),
looked_at as materialized (
    select * from scope where {{key}} in (select key from shown where is_total = 0)
),
answered as (
    select {{key}} as key, 0 as is_total, side, count(*) as n,
           percentile_cont(array[0.5, 0.9]) within group (order by seconds) as quantiles
    from ({ANSWERED.format(scope="looked_at")}) a
    group by {{key}}, side
    union all
    select %(nobody)s::uuid, 1, side, n, quantiles
    from (
        select {SIDES}
        from ({ANSWERED.format(scope="scope")}) a
    ) a
    cross join lateral (values {OF_SIDES}) as of_side (side, n, quantiles)
    where n > 0
)
select f.key, f.is_total, f.rows_and_total, f.projects, f.days, f.ours, f.covered, f.uncovered, f.thirds, f.free,
       a.side, a.n, a.quantiles
from shown f
left join answered a on a.key = f.key and a.is_total = f.is_total
order by f.is_total desc, f.place
"""


class Row(NamedTuple):
    key: UUID
    is_total: int
    rows_and_total: int
    projects: int
    days: int | None
    ours: int
    covered: int
    uncovered: int
    thirds: int
    free: int
    side: str | None
    n: int
    quantiles: list[float]


def figures(
    portfolio: Portfolio,
    *,
    by: By,
    at: datetime,
    period: Period = ALWAYS,
    most: Most = Most.EXPOSURE,
    limit: int = 2**31 - 1,
    offset: int = 0,
) -> Answer:
    """A row for each that had a working day in the period; the first days of all are found beforehand."""
    known = asked(portfolio, period, at=at)
    if known is None:
        return Answer([], 0, _figures([]))
    known |= OF_CLASSES | {"limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        # With the usual 4 MB the balls of a large agency are put in order of project on disk.
        cursor.execute("set local work_mem = '32MB'")
        cursor.execute(STATEMENT.format(key=by.value, most=most.value), known)
        return _answer(map(Row._make, cursor.fetchall()))


def _answer(rows: Iterable[Row]) -> Answer:
    """A key has a line for each side that passed a ball."""
    lines: dict[tuple[int, UUID], list[Row]] = {}
    for row in rows:
        lines.setdefault((row.is_total, row.key), []).append(row)
    found = [(is_total, _figures(each)) for (is_total, _key), each in lines.items()]
    total = next(each for is_total, each in found if is_total)
    count = next((each[0].rows_and_total - 1 for each in lines.values()), 0)
    return Answer([each for is_total, each in found if not is_total], count, total)


def _figures(rows: list[Row]) -> Figures:
    if not rows or rows[0].days is None:
        return Figures(None, 0, Exposure(0, 0, 0, 0, 0, 0))
    row, days = rows[0], rows[0].days
    exposure = Exposure(
        ours=row.ours,
        concurrent=days - row.ours - row.covered - row.uncovered - row.thirds - row.free,
        theirs_covered=row.covered,
        theirs_uncovered=row.uncovered,
        third=row.thirds,
        free=row.free,
    )
    reactions = {each.side: _reaction(each) for each in rows if each.side}
    return Figures(None if row.key == NOBODY else row.key, row.projects, exposure, reactions)


def _reaction(row: Row) -> Reaction:
    median, p90 = (timedelta(seconds=seconds) for seconds in row.quantiles)
    return Reaction(median, p90, row.n)
