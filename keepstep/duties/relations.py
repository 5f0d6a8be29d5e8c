"""The relations every rule may read, and the parameters that fill them.

Working time is computed once a calendar in Python and handed to the statement as rows, so that a rule is a
comparison of ordinals: `n` of a date is the number of working days up to and including it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.formulas.working_time import WorkingTime

PAST, AHEAD = timedelta(days=400), timedelta(days=90)
SPANS_PAST, SPANS_AHEAD = timedelta(days=30), timedelta(days=21)

# calendar_day: every date of the window in each calendar. span: its working spans, with the working seconds before.
# today: the day of the round. colleague: who has not left. client: the accounts we work for, and whom an item about them goes to.
RELATIONS = """
calendar_day as materialized (
    select * from unnest(
        %(day_calendars)s::uuid[], %(days)s::date[], %(ordinals)s::int[], %(working)s::bool[], %(closes)s::timestamptz[]
    ) as d (calendar_id, day, n, is_working, closes)
),
span as materialized (
    select * from unnest(
        %(span_calendars)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(before)s::interval[]
    ) as s (calendar_id, starts, ends, before)
),
today as materialized (select * from calendar_day where day = %(day)s::date),
colleague as materialized (select id, name, head_id, roles, joined_at from person where left_at is null),
management as materialized (
    select id from colleague where roles && array['head', 'owner']::varchar[]
    order by ('head' = any (roles)) desc, joined_at limit 1
),
client as not materialized (
    select a.id, a.name, a.cadence, s.state, s.since as state_since,
           (s.since at time zone c.zone)::date as state_day, c.id as calendar_id, c.zone,
           t.n as n_today, t.is_working as works_today, t.closes as closes_today,
           coalesce(manager.id, (select id from management)) as manager_id,
           coalesce(head.id, (select id from management)) as head_id
    from account a
    join account_state s on s.account_id = a.id and s.until is null and s.state in ('active', 'onboarding')
    join work_calendar c on c.id = coalesce(a.calendar_id, (select id from work_calendar where is_default))
    join today t on t.calendar_id = c.id
    left join colleague manager on manager.id = a.manager_id
    left join colleague head on head.id = manager.head_id
    where coalesce(manager.id, (select id from management)) is not null
      and (%(account)s::uuid is null or a.id = %(account)s::uuid)
)
"""


def parameters(day: date, at: datetime, account: UUID | None = None) -> dict[str, Any]:
    """The parameters of RELATIONS for the agency the session is in."""
    calendars = [(calendar.id, calendar.working_time()) for calendar in WorkCalendar.objects.all()]
    days = [(key, *row) for key, time in calendars for row in _days(time, day - PAST, day + AHEAD)]
    spans = [(key, *row) for key, time in calendars for row in _spans(time, day - SPANS_PAST, day + SPANS_AHEAD)]
    return {
        "day": day,
        "at": at,
        "account": account,
        "first_day": day - PAST,
        "horizon": day + AHEAD,
        **_columns(("day_calendars", "days", "ordinals", "working", "closes"), days),
        **_columns(("span_calendars", "starts", "ends", "before"), spans),
    }


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _days(time: WorkingTime, first: date, last: date) -> Iterator[tuple[date, int, bool, datetime]]:
    """Each date with its ordinal, whether it is a working day, and the last closing up to it."""
    ordinal, closes = 0, time.closes(time.add_days(first, -1))
    for day in _dates(first, last):
        if time.is_working_day(day):
            ordinal, closes = ordinal + 1, time.closes(day)
        assert closes is not None, "the former working day has a closing"
        yield day, ordinal, time.is_working_day(day), closes


def _spans(time: WorkingTime, first: date, last: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
    before = timedelta()
    for day in _dates(first, last):
        for start, end in time.spans(day):
            yield start, end, before
            before += end - start


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
