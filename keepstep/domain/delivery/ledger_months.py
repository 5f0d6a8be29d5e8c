"""The ledger's days by month, of all projects together: how our share of the delay has moved (§5.3)."""

from datetime import date, datetime
from functools import reduce

from django.db import connection

from keepstep.domain.delivery.ledger_figures import CLASSES, OF_CLASSES
from keepstep.domain.delivery.ledger_scope import Period, Portfolio, asked
from keepstep.formulas.ledger import Exposure

NOTHING = Exposure(0, 0, 0, 0, 0, 0)
# A month is a string of bits as well, by the calendar of each client.
STATEMENT = f"""
{CLASSES},
month as materialized (
    select c.id as calendar_id, m::date as since,
           (ones >> width_bucket(m::date - 1, c.dates))
           # (ones >> width_bucket((m + interval '1 month')::date - 1, c.dates)) as days
    from calendar c
    cross join bits
    cross join generate_series(%(first_month)s::timestamp, %(last_month)s::timestamp, '1 month') m
)
select m.since, sum(bit_count(d.days & m.days))::int, sum(bit_count(d.ours & m.days))::int,
       sum(bit_count(d.theirs & d.told & m.days))::int, sum(bit_count(d.theirs & ~ d.told & m.days))::int,
       sum(bit_count(d.thirds & m.days))::int, sum(bit_count(d.days & ~ d.open & m.days))::int
from day_class d
join month m on m.calendar_id = d.calendar_id
group by m.since
order by m.since
"""


def exposures(portfolio: Portfolio, *, first: date, last: date, at: datetime) -> dict[date, Exposure]:
    """By the first day of each month that had a working day of a project, from the month of `first` to `last`."""
    known = asked(portfolio, Period(first.replace(day=1), last), at=at)
    if known is None:
        return {}
    months = {"first_month": first.replace(day=1), "last_month": last.replace(day=1)}
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '32MB'")
        cursor.execute(STATEMENT, known | OF_CLASSES | months)
        return {since: _exposure(*counts) for since, *counts in cursor.fetchall() if counts[0]}


def _exposure(days: int, ours: int, covered: int, uncovered: int, thirds: int, free: int) -> Exposure:
    return Exposure(
        ours=ours,
        concurrent=days - ours - covered - uncovered - thirds - free,
        theirs_covered=covered,
        theirs_uncovered=uncovered,
        third=thirds,
        free=free,
    )


def together(found: dict[date, Exposure], *, since: date) -> Exposure:
    """Of the months from this one on: the days of a month add up."""
    return reduce(_add, (one for month, one in found.items() if month >= since), NOTHING)


def _add(one: Exposure, other: Exposure) -> Exposure:
    return Exposure(
        ours=one.ours + other.ours,
        concurrent=one.concurrent + other.concurrent,
        theirs_covered=one.theirs_covered + other.theirs_covered,
        theirs_uncovered=one.theirs_uncovered + other.theirs_uncovered,
        third=one.third + other.third,
        free=one.free + other.free,
    )
