"""The ledger in figures, for projects, clients, account managers and the whole agency, in one statement (§5.3).

A working day of the period is a bit. What somebody held, what a notice covers and what was a pause are strings of bits,
so that the classes of a project's days are a few operations on words instead of a row a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Min

from keepstep.domain.delivery.calendar_bits import WINDOW, parameters
from keepstep.domain.delivery.ledger import IDLE
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.formulas.ledger import Exposure, Reaction

NOBODY = UUID(int=0)


class By(StrEnum):
    """What a row of figures is about; the value is the column that says so."""

    PROJECT = "project_id"
    ACCOUNT = "account_id"
    MANAGER = "manager_id"


@dataclass(frozen=True)
class Portfolio:
    """The projects asked for: all of the agency, narrowed by whatever is given."""

    projects: Sequence[UUID] | None = None
    accounts: Sequence[UUID] | None = None
    manager: UUID | None = None

    def found(self) -> ProjectQuerySet:
        projects = Project.objects.all()
        if self.projects is not None:
            projects = projects.filter(pk__in=self.projects)
        if self.accounts is not None:
            projects = projects.filter(account__in=self.accounts)
        return projects.filter(account__manager=self.manager) if self.manager else projects


@dataclass(frozen=True)
class Period:
    """Both days included; without the first from the openings on, and never beyond the present."""

    first: date | None = None
    last: date | None = None


ALWAYS = Period()


@dataclass(frozen=True)
class Figures:
    """`key` is of what they are about; `reactions` are of the sides that passed a ball in the period."""

    key: UUID | None
    projects: int
    exposure: Exposure
    reactions: dict[str, Reaction] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The rows asked for, the most exposed first, how many there are in all, and all of them together."""

    rows: list[Figures]
    count: int
    total: Figures


# scope: the projects, each with its days, which are those of the period from its opening to its closing.
# rested: the days of pauses, of an account or of a project. held: on which days a side held a ball, and which of the
# client's a notice covers. day_class: whose the days are. answered: balls passed since the opening, with the working
# time they took.
STATEMENT = """
with calendar as materialized (
    select id, dates::date[], midnights::timestamptz[], decided::timestamptz[], period::varbit,
           opens::timestamptz[], shuts::timestamptz[], before::float8[], begins, ends
    from unnest(
        %(calendars)s::uuid[], %(dates)s::text[], %(midnights)s::text[], %(decided)s::text[], %(periods)s::text[],
        %(opens)s::text[], %(shuts)s::text[], %(before)s::text[], %(begins)s::timestamptz[], %(ends)s::timestamptz[]
    ) as c (id, dates, midnights, decided, period, opens, shuts, before, begins, ends)
),
bits as materialized (select %(ones)s::varbit as ones, ~ %(ones)s::varbit as none),
scope as materialized (
    select p.id as project_id, p.account_id, p.opened_at, coalesce(a.manager_id, %(nobody)s::uuid) as manager_id,
           c.id as calendar_id,
           c.period & (ones >> width_bucket(p.opened_at, c.decided))
           & coalesce(~ (ones >> width_bucket(p.closed_at, c.midnights)), ones) as days,
           coalesce(ones >> width_bucket(p.closed_at, c.decided), none) as over
    from project p
    join account a on a.id = p.account_id
    join calendar c on c.id = coalesce(a.calendar_id, %(default)s::uuid)
    cross join bits
    where p.opened_at <= least(c.ends, %(at)s) and (p.closed_at is null or p.closed_at >= c.begins)
      and (%(projects)s::uuid[] is null or p.id = any (%(projects)s::uuid[]))
      and (%(accounts)s::uuid[] is null or p.account_id = any (%(accounts)s::uuid[]))
      and (%(manager)s::uuid is null or a.manager_id = %(manager)s::uuid)
),
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
        join calendar c on c.id = s.calendar_id
        cross join bits
        offset 0
    ) r
    group by whose
),
held as (
    select project_id,
           bit_or(days) filter (where side = 'us') as us,
           bit_or(days) filter (where side = 'client') as client,
           bit_or(days) filter (where side = 'third') as third,
           bit_or(days & told) as told
    from (
        select b.project_id, b.side,
               (ones >> width_bucket(b.since, c.decided))
               # coalesce(ones >> width_bucket(b.passed_at, c.decided), none) as days,
               (ones >> width_bucket(n.day - 1, c.dates))
               # (ones >> width_bucket(n.day, c.dates) + %(window)s - 1) as told
        from ball b
        join scope s on s.project_id = b.project_id
        join calendar c on c.id = s.calendar_id
        cross join bits
        left join notice n on n.ball_id = b.id and b.side = 'client' and n.day between %(earliest)s and %(latest)s
        where (b.passed_at is null or b.passed_at > c.begins) and b.since <= %(at)s
        offset 0
    ) b
    group by project_id
),
day_class as (
    select s.*, open & ~ client & ~ third as ours, open & client & ~ us & ~ third as theirs,
           open & third & ~ us & ~ client as thirds
    from (
        select s.project_id, s.account_id, s.manager_id, s.days,
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
),
figures as (
    select coalesce({key}, %(nobody)s::uuid) as key, grouping({key}) as is_total, count(*) as projects,
           sum(bit_count(days))::int as days, sum(bit_count(ours))::int as ours,
           sum(bit_count(theirs & told))::int as covered, sum(bit_count(theirs & ~ told))::int as uncovered,
           sum(bit_count(thirds))::int as thirds, sum(bit_count(days & ~ open))::int as free
    from day_class
    group by grouping sets (({key}), ())
),
placed as materialized (
    select *, row_number() over (
               partition by is_total order by (days - covered - thirds - free)::float8 / days desc, days desc, key
           ) as place, count(*) over () as rows_and_total
    from figures
),
answered as (
    select key, grouping(key) as is_total, side, count(*) as n,
           percentile_cont(array[0.5, 0.9]) within group (order by seconds) as quantiles
    from (
        select b.key, b.side,
               coalesce(b.before[upto] - greatest(date_part('epoch', b.shuts[upto] - b.passed_at), 0), 0)
               - coalesce(b.before[since_n] - greatest(date_part('epoch', b.shuts[since_n] - b.since), 0), 0) as seconds
        from (
            select s.{key} as key, b.side, b.since, b.passed_at, c.before, c.shuts,
                   width_bucket(b.since, c.opens) as since_n, width_bucket(b.passed_at, c.opens) as upto
            from ball b
            join scope s on s.project_id = b.project_id
            join calendar c on c.id = s.calendar_id
            where b.passed_at >= greatest(c.begins, s.opened_at) and b.passed_at < c.ends and b.passed_at <= %(at)s
            offset 0
        ) b
        offset 0
    ) b
    group by grouping sets ((key, side), (side))
)
select f.key, f.is_total, f.rows_and_total, f.projects, f.days, f.ours, f.covered, f.uncovered, f.thirds, f.free,
       a.side, a.n, a.quantiles
from placed f
left join answered a on a.is_total = f.is_total and (a.key = f.key or f.is_total = 1)
where f.is_total = 1 or (f.place > %(offset)s and f.place <= %(offset)s + %(limit)s)
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
    portfolio: Portfolio, *, by: By, at: datetime, period: Period = ALWAYS, limit: int = 2**31 - 1, offset: int = 0
) -> Answer:
    """A row for each that had a working day in the period; the first days of all are found beforehand."""
    opened = portfolio.found().order_by().aggregate(first=Min("opened_at"))["first"]
    if opened is None:
        return Answer([], 0, _figures([]))
    known = parameters(first=period.first, last=period.last, opened=opened, at=at)
    asked = {
        "at": at,
        "nobody": NOBODY,
        "idle": [state.value for state in IDLE],
        "window": WINDOW,
        "projects": None if portfolio.projects is None else list(portfolio.projects),
        "accounts": None if portfolio.accounts is None else list(portfolio.accounts),
        "manager": portfolio.manager,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(key=by.value), known | asked)
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
