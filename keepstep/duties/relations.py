"""The relations every rule may read, and the parameters that fill them.

Working time is computed once a calendar in Python and handed to the statement as one row of arrays, so that a rule is
a comparison of ordinals (`n_of` a date is the number of working days up to and including it) and needs no join.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.formulas.working_time import WorkingTime

PAST, AHEAD = timedelta(days=400), timedelta(days=90)
SPANS_PAST, SPANS_AHEAD = timedelta(days=30), timedelta(days=21)

# calendar: each work calendar with the ordinal of every date, and the date and closing of every ordinal.
# span: its working spans, with the working time before each. colleague: who has not left.
# client: the accounts we work for, and whom an item about them goes to.
RELATIONS = """
calendar as materialized (
    select id, zone, ordinals::int[], dates::date[], closes::timestamptz[], n_today,
           (dates::date[])[n_today] = %(day)s::date as works_today, (closes::timestamptz[])[n_today] as closes_today
    from unnest(
        %(calendars)s::uuid[], %(zones)s::text[], %(ordinals)s::text[], %(dates)s::text[], %(closes)s::text[],
        %(todays)s::int[]
    ) as c (id, zone, ordinals, dates, closes, n_today)
),
span as materialized (
    select * from unnest(
        %(span_calendars)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(before)s::interval[]
    ) as s (calendar_id, starts, ends, before)
),
colleague as materialized (select id, name, head_id, roles, joined_at from person where left_at is null),
management as materialized (
    select id from colleague where roles && array['head', 'owner']::varchar[]
    order by ('head' = any (roles)) desc, joined_at limit 1
),
client as materialized (
    select known.*, state_of.state, state_of.since as state_since,
           (state_of.since at time zone c.zone)::date as state_day, c.zone, c.n_today, c.works_today, c.closes_today
    from (
        select a.id, a.name, a.cadence,
               coalesce(a.calendar_id, (select id from work_calendar where is_default)) as calendar_id,
               coalesce(manager.id, (select id from management)) as manager_id,
               coalesce(head.id, (select id from management)) as head_id
        from account a
        left join colleague manager on manager.id = a.manager_id
        left join colleague head on head.id = manager.head_id
        where %(account)s::uuid is null or a.id = %(account)s::uuid
    ) known
    join account_state state_of on state_of.account_id = known.id and state_of.until is null
        and state_of.state in ('active', 'onboarding')
    join calendar c on c.id = known.calendar_id
    where known.manager_id is not null
)
"""


def of_calendar(expression: str) -> str:
    """SQL: something of the calendar `c` of the row's `client`."""
    return f"(select {expression} from calendar c where c.id = client.calendar_id)"


def n_of(day: str) -> str:
    """SQL: the ordinal of a date, the ends of the window standing for what lies beyond them."""
    within = f"least(greatest({day}, %(first_day)s::date), %(horizon)s::date)"
    return of_calendar(f"c.ordinals[{within} - %(first_day)s::date + 1]")


def day_of(n: str) -> str:
    """SQL: the working day with that ordinal."""
    return of_calendar(f"c.dates[greatest({n}, 1)]")


def parameters(day: date, at: datetime, account: UUID | None = None) -> dict[str, Any]:
    """The parameters of RELATIONS for the agency the session is in."""
    calendars = [(calendar.id, calendar.working_time()) for calendar in WorkCalendar.objects.all()]
    rows = [(key, str(time.zone), *_days(time, day)) for key, time in calendars]
    spans = [(key, *row) for key, time in calendars for row in _spans(time, day - SPANS_PAST, day + SPANS_AHEAD)]
    return {
        "day": day,
        "at": at,
        "account": account,
        "first_day": day - PAST,
        "horizon": day + AHEAD,
        **_columns(("calendars", "zones", "ordinals", "dates", "closes", "todays"), rows),
        **_columns(("span_calendars", "starts", "ends", "before"), spans),
    }


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _days(time: WorkingTime, today: date) -> tuple[str, str, str, int]:
    """The arrays of `calendar` in PostgreSQL's spelling, and today's ordinal. The first ordinal is the last working
    day before the window, so that there is one for every date."""
    first = time.add_days(today - PAST, -1)
    ordinals, dates, closes = [], [first], [time.closes(first)]
    n_today = 1
    for day in _dates(today - PAST, today + AHEAD):
        if time.is_working_day(day):
            dates.append(day)
            closes.append(time.closes(day))
        ordinals.append(len(dates))
        if day == today:
            n_today = len(dates)
    return _array(ordinals), _array(dates), _array(closes), n_today


def _array(values: list[Any]) -> str:
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def _spans(time: WorkingTime, first: date, last: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
    before = timedelta()
    for day in _dates(first, last):
        for start, end in time.spans(day):
            yield start, end, before
            before += end - start


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
