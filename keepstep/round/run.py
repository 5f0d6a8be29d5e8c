"""Run the duties for a day: one statement a duty finds what is due, and closes what is done or no longer needed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from keepstep.domain.agency.calendar import default_calendar
from keepstep.duties.catalogue import COLUMNS, Duty, catalogue
from keepstep.duties.relations import RELATIONS, parameters
from keepstep.round.round import Round

ABSENT = ("project_id", "ball_id", "milestone_id", "touchpoint_id")
KEY = ("account_id", *ABSENT, "since", "rung")
STATEMENT = """
with {relations},
due_all as materialized ({rule}),
due as materialized (select i.* from due_all i where not ({evidence})),
found as (
    insert into item (duty, day, {columns})
    select %(duty)s, %(day)s::date, {columns} from due
    on conflict (agency_id, duty, account_id, project_id, ball_id, milestone_id, touchpoint_id, since, rung) do update
        set person_id = excluded.person_id, due = excluded.due, facts = excluded.facts
        where item.closed_at is null
          and (item.person_id, item.due, item.facts) is distinct from (excluded.person_id, excluded.due, excluded.facts)
    returning (xmax = 0) as is_new
),
closed as (
    update item i
    set closed_at = %(at)s, outcome = case when {evidence} then 'done' else 'lapsed' end
    where i.duty = %(duty)s and i.closed_at is null and i.day <= %(day)s::date
      and (%(account)s::uuid is null or i.account_id = %(account)s::uuid)
      and ({key}) not in (select {key} from due)
    returning i.outcome
)
select (select count(*) filter (where is_new) from found), (select count(*) from closed where outcome = 'done'),
       (select count(*) from closed where outcome = 'lapsed')
"""
DUE_DAYS = """
with {relations}, due as ({rule})
insert into due_day (account_id, day, kept_at)
select due.account_id, due.since, (
    select min(t.at) from touchpoint t
    where t.account_id = due.account_id and t.day = due.since and (t.direction = 'out' or t.form in ('call', 'meeting'))
) from due
on conflict do nothing
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
    facts = parameters(day, at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_due_days(), facts)
        counts = {duty.code: _run(duty, facts) for duty in duties or catalogue().values()}
        Round.objects.get_or_create(
            day=day, defaults={"ran_at": at, "found": sum(count.found for count in counts.values())}
        )
    return Outcome(day, counts)


def look_again(account_id: UUID, *, at: datetime) -> None:
    """After somebody acted for an account: the day's rules once more, for this account alone."""
    day = default_calendar().working_time().local_day(at)
    if not Round.objects.filter(day=day).exists():
        return
    facts = parameters(day, at, account_id)
    with transaction.atomic():
        for duty in catalogue().values():
            _run(duty, facts)


def _run(duty: Duty, facts: dict[str, Any]) -> Count:
    with connection.cursor() as cursor:
        cursor.execute(statement(duty), {**facts, "duty": duty.code})
        return Count(*cursor.fetchone())


def statement(duty: Duty) -> str:
    """The duty's whole statement: what is due goes in, what is done or over is closed."""
    return STATEMENT.format(
        relations=RELATIONS,
        rule=duty.rule,
        evidence=duty.evidence,
        columns=", ".join(COLUMNS),
        key=", ".join(_known(column) for column in KEY),
    )


def _known(column: str) -> str:
    """A column that may be absent, made comparable, since nothing equals null."""
    return f"coalesce({column}, '00000000-0000-0000-0000-000000000000')" if column in ABSENT else column


def _due_days() -> str:
    return DUE_DAYS.format(relations=RELATIONS, rule=catalogue()["daily_update"].rule)
