"""Run the duties for a day. Each duty's rule is one SELECT; the round is one statement around all of them: what is due
goes in, what is done or no longer needed is closed, and what was so but is due again comes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import connection, transaction

from keepstep.domain.agency.calendar import calendars
from keepstep.duties.catalogue import COLUMNS, Duty, catalogue
from keepstep.duties.push_stall import STALLED
from keepstep.duties.relations import RELATIONS, parameters
from keepstep.round import announcement
from keepstep.round.round import Round

NIL = "00000000-0000-0000-0000-000000000000"
ABSENT = ("project_id", "ball_id", "milestone_id", "touchpoint_id")
KEY = ("account_id", *ABSENT, "since", "rung")
# Every day on which word was due is kept, whether it was given or not: the order index is their share. A day on which
# the client came to rest is no due day, unless it was kept before.
STATEMENT = """
with {relations},
{rules},
due as materialized ({due}),
found as (
    insert into item (duty, day, {columns})
    select duty, %(day)s::date, {columns} from due
    on conflict (agency_id, duty, account_id, project_id, ball_id, milestone_id, touchpoint_id, since, rung) do update
        set person_id = excluded.person_id, due = excluded.due, facts = excluded.facts, closed_at = null, outcome = ''
        where item.outcome in ('done', 'lapsed') or item.closed_at is null
          and (item.person_id, item.due, item.facts) is distinct from (excluded.person_id, excluded.due, excluded.facts)
    returning duty, case when xmax = 0 then 'found' else 'changed' end as change
),
closed as (
    update item i
    set closed_at = %(at)s, outcome = case when {evidence} then 'done' else 'lapsed' end
    where i.duty in ({duties}) and i.closed_at is null and i.day <= %(day)s::date
      and (%(account)s::uuid is null or i.account_id = %(account)s::uuid)
      and (duty, {key}) not in (select duty, {key} from due)
    returning duty, outcome as change
),
due_days as (
    insert into due_day (account_id, day, kept_at)
    select due.account_id, due.since, (
        select min(t.at) from touchpoint t
        where t.account_id = due.account_id and t.day = due.since
          and (t.direction = 'out' or t.form in ('call', 'meeting'))
    ) from daily_update due
    on conflict do nothing
),
excused as (
    delete from due_day d
    where d.day = %(day)s::date and d.kept_at is null and d.account_id = %(account)s::uuid
      and not exists (select 1 from daily_update due where due.account_id = d.account_id and due.since = d.day)
)
select duty, count(*) filter (where change = 'found'), count(*) filter (where change = 'done'),
       count(*) filter (where change = 'lapsed')
from (select * from found union all select * from closed) changes
group by duty
"""


@dataclass(frozen=True)
class Count:
    """Items of one duty: newly found, closed as done, closed as no longer needed."""

    found: int = 0
    done: int = 0
    lapsed: int = 0


@dataclass(frozen=True)
class Outcome:
    day: date
    counts: dict[str, Count] = field(default_factory=dict)


def run(*, day: date, at: datetime, duties: Iterable[Duty] | None = None) -> Outcome:
    """The round of the agency the session is in. Running it again for the same facts changes nothing."""
    asked = tuple(duties or catalogue().values())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local work_mem = '64MB'")
        cursor.execute(statement(asked), parameters(day, at))
        counts = {code: Count(*numbers) for code, *numbers in cursor.fetchall()}
        announcement.announce(at=at)
        Round.objects.get_or_create(
            day=day, defaults={"ran_at": at, "found": sum(count.found for count in counts.values())}
        )
    return Outcome(day, {duty.code: counts.get(duty.code, Count()) for duty in asked})


def look_again(account_id: UUID, *, at: datetime) -> None:
    """After somebody acted for an account: the day's rules once more, for this account alone."""
    known = calendars()
    day = next(time for calendar, time in known if calendar.is_default).local_day(at)
    if Round.objects.filter(day=day).exists():
        with connection.cursor() as cursor:
            facts = parameters(day, at, account_id, known)
            cursor.execute(statement(tuple(catalogue().values())), facts)
        announcement.settle(at=at)


@cache
def statement(duties: tuple[Duty, ...]) -> str:
    """What these duties ask, with the days on which word is due."""
    asked = {duty.code: duty for duty in duties}
    rules = asked | {"daily_update": catalogue()["daily_update"]}
    evidence = "\n".join(f"when '{duty.code}' then ({duty.evidence})" for duty in duties)
    columns = ", ".join(COLUMNS)
    return STATEMENT.format(
        relations=f"{RELATIONS},\nstalled as materialized ({STALLED})",
        rules=",\n".join(f"{code} as materialized ({duty.rule})" for code, duty in rules.items()),
        due="\nunion all\n".join(
            f"select '{duty.code}' as duty, {columns} from {duty.code} i where not ({duty.evidence})" for duty in duties
        ),
        evidence=f"case i.duty {evidence} end",
        duties=", ".join(f"'{duty.code}'" for duty in duties),
        columns=columns,
        key=", ".join(_known(column) for column in KEY),
    )


def _known(column: str) -> str:
    """A column that may be absent, made comparable, since nothing equals null."""
    return f"coalesce({column}, '{NIL}')" if column in ABSENT else column
