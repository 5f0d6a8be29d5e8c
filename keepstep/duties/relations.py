"""The relations every rule may read, and the parameters that fill them.

Working time is computed once a calendar in Python and handed to the statement as one row of arrays, so that a rule is
a comparison of ordinals (`n_of` a date is the number of working days up to and including it) and needs no join.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from keepstep.domain.agency.calendar import WorkCalendar, calendars
from keepstep.domain.delivery.pause import last_day_of
from keepstep.formulas.working_time import WorkingTime

PAST, AHEAD = timedelta(days=400), timedelta(days=90)
SPANS_PAST, SPANS_AHEAD = timedelta(days=30), timedelta(days=21)


# calendar: each work calendar with the ordinal of every date, and the date and closing of every ordinal.
# span: its working spans, with the working time before each. colleague: who has not left.
# client: the accounts that are with us, and whom an item about them goes to. Its calendar is always there and need not
# be found for it: of a join the server would expect that nearly every account is lost by it.
# spell: pauses by agreement, and states that are one. rest: those that have begun, of an account (then without a
# project) or of a project: whether one lasts on this day, and the last day of those that ended. The day on which the
# work was taken up again rests as well: nothing is demanded before the next one; `whose` is a project or an account.
# woken: those last days by whose they are. running: the open projects that do not rest. Who rests, or has rested, is
# looked up and not joined: the server expects nearly nobody to rest, and would go through all of them for each project.
def _relations(unless: str) -> str:
    return f"""
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
colleague as not materialized (select id, name, head_id, roles, joined_at from person where left_at is null),
management as materialized (
    select id from colleague where roles && array['head', 'owner']::varchar[]
    order by ('head' = any (roles)) desc, joined_at limit 1
),
client as materialized (
    select known.*, state_of.state, state_of.since as state_since,
           (state_of.since at time zone c.zone)::date as state_day, c.zone, c.n_today, c.works_today, c.closes_today
    from (
        select a.id, a.name,
               coalesce(
                   nullif(a.cadence, '{{}}'),
                   (select days from cadence where at <= %(at)s order by at desc, id desc limit 1),
                   '{{}}'
               ) as cadence,
               coalesce(a.calendar_id, (select id from work_calendar where is_default)) as calendar_id,
               coalesce(manager.id, (select id from management)) as manager_id,
               coalesce(head.id, (select id from management)) as head_id
        from account a
        left join colleague manager on manager.id = a.manager_id
        left join colleague head on head.id = manager.head_id
        where {unless}a.id = any (%(accounts)s::uuid[])
    ) known
    join account_state state_of on state_of.account_id = known.id and state_of.until is null
        and state_of.state in ('active', 'onboarding', 'paused')
    left join calendar c on c.id = known.calendar_id
    where known.manager_id is not null
),
spell as materialized (
    select account_id, project_id, since, until from pause where {unless}account_id = any (%(accounts)s::uuid[])
    union all
    select account_id, null, since, until from account_state
    where state = 'paused' and ({unless}account_id = any (%(accounts)s::uuid[]))
),
rest as materialized (
    select coalesce(r.project_id, r.account_id) as whose,
           bool_or(r.until is null or r.until > %(day)s::date::timestamp at time zone client.zone) as lasts,
           max({last_day_of("r.until", "client.zone")}) as woke
    from spell r
    join client on client.id = r.account_id
    where r.since <= %(at)s
    group by whose
),
woken as materialized (select jsonb_object_agg(whose, woke) filter (where woke is not null) as days from rest),
running as not materialized (
    select p.* from project p
    where p.closed_at is null and p.account_id not in (select whose from rest where lasts)
      and p.id not in (select whose from rest where lasts)
)
"""


RELATIONS = _relations("%(accounts)s::uuid[] is null or ")
OF_SOME = _relations("")
"""The same for accounts that are always named, so that a plan that is kept need not be one for all of them."""


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


def woke(whose: str) -> str:
    """SQL: the last day of the pauses of a project or an account that ended, null if it never rested."""
    return f"((select days from woken) ->> {whose}::text)::date"


def until(deadline: str, *, since: str, target: str, calendar: str) -> str:
    """SQL: a join that names the moment at which so much working time has passed. The clock of `since` is read off the
    span it fell into, or the last one before it; the deadline is where that clock has gone on by the target."""
    return f"""
left join lateral (
    select coalesce(max(s.before + least({since}, s.ends) - s.starts), interval '0') + {target} as clock
    from span s where s.calendar_id = {calendar} and s.starts <= {since}
) clock_of_{deadline} on true
left join lateral (
    select s.starts + (clock_of_{deadline}.clock - s.before) as at
    from span s
    where s.calendar_id = {calendar} and s.before < clock_of_{deadline}.clock
      and clock_of_{deadline}.clock <= s.before + (s.ends - s.starts)
    limit 1
) {deadline} on true"""


def parameters(
    day: date,
    at: datetime,
    account: UUID | None = None,
    known: Sequence[tuple[WorkCalendar, WorkingTime]] | None = None,
    accounts: Sequence[UUID] | None = None,
    lead: UUID | None = None,
    deal: UUID | None = None,
) -> dict[str, Any]:
    """The parameters of RELATIONS, which are about these accounts, else about all.

    `account` is a single one, `lead` and `deal` the only ones to look at; `known` are the agency's calendars if they
    have been read already.
    """
    times = [(str(calendar.id), time) for calendar, time in known or calendars()]
    days = [_days(time, day) for _, time in times]
    spans = [_spans(time, day) for _, time in times]
    return {
        "day": day,
        "at": at,
        "account": account,
        "lead": lead,
        "deal": deal,
        "accounts": [account] if account else None if accounts is None else list(accounts),
        "first_day": day - PAST,
        "horizon": day + AHEAD,
        "calendars": [key for key, _ in times],
        "zones": [str(time.zone) for _, time in times],
        **{name: [getattr(each, name) for each in days] for name in Days._fields},
        "span_calendars": _array(key for (key, _), each in zip(times, spans, strict=True) for _ in each.starts),
        **{name: _array(value for each in spans for value in getattr(each, name)) for name in Spans._fields},
    }


class Days(NamedTuple):
    """The arrays of `calendar` in PostgreSQL's spelling, and today's ordinal."""

    ordinals: str
    dates: str
    closes: str
    todays: int


@lru_cache(maxsize=64)
def _days(time: WorkingTime, today: date) -> Days:
    """The first ordinal is the last working day before the window, so that there is one for every date."""
    first = time.add_days(today - PAST, -1)
    ordinals, dates, closes = [], [first], [_closing(time, first)]
    n_today = 1
    for day in _dates(today - PAST, today + AHEAD):
        if time.is_working_day(day):
            dates.append(day)
            closes.append(_closing(time, day))
        ordinals.append(len(dates))
        if day == today:
            n_today = len(dates)
    return Days(_array(map(str, ordinals)), _array(map(str, dates)), _array(closes), n_today)


def _closing(time: WorkingTime, day: date) -> str:
    closes = time.closes(day)
    return closes.isoformat() if closes else "null"


class Spans(NamedTuple):
    """The columns of `span` for one calendar, in PostgreSQL's spelling."""

    starts: list[str]
    ends: list[str]
    before: list[str]


@lru_cache(maxsize=64)
def _spans(time: WorkingTime, today: date) -> Spans:
    spans, before = Spans([], [], []), timedelta()
    for day in _dates(today - SPANS_PAST, today + SPANS_AHEAD):
        for start, end in time.spans(day):
            spans.starts.append(start.isoformat())
            spans.ends.append(end.isoformat())
            spans.before.append(f"PT{before.total_seconds():.0f}S")
            before += end - start
    return spans


def _array(values: Iterable[str]) -> str:
    """Ready-made text: the driver would take longer to put five hundred values into words than the round needs."""
    return "{" + ",".join(values) + "}"


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
