"""Cases: the projects that stand still at this moment, the rung each has reached, whether it was climbed (§5.3).

A case is read by the same rule as the round's, so that the page of stalls and Today never differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.duties.call_client import CALLED
from keepstep.duties.push_stall import MOVED, PUSHED, STALLED, ladder_of
from keepstep.duties.relations import OF_SOME, RELATIONS, parameters
from keepstep.postgres import prepared
from keepstep.postgres.composed import composed

Position = tuple[int, int, UUID]
STATEMENT = f"""
with {{relations}},
stalled as materialized ({STALLED}),
shown as (
  select i.*, p.name as project, a.name as client, a.calendar_id, t.person_id as taker, t.at as taken_at
  from stalled i
  join project p on p.id = i.project_id
  join account a on a.id = i.account_id
  left join taking t on t.project_id = i.project_id and t.since = i.since
  where {{conditions}}
  order by i.rung desc, (i.facts->>'days')::int desc, i.project_id desc
  limit %(most)s
)
select i.project_id, i.project, i.account_id, i.client, (i.facts->>'ball')::uuid, i.since, i.rung,
       (i.facts->>'days')::int, i.facts->>'side', i.facts->>'audience', coalesce(i.facts->>'awaited', ''),
       coalesce(i.facts->>'holder', ''), person.name, taker.name, i.taken_at, i.calendar_id,
       greatest((select max(b.passed_at) from ball b where b.project_id = i.project_id),
                (select max(s.at) from step s where s.project_id = i.project_id)),
       case when i.audience = 'management' then {CALLED} else {PUSHED} end or {MOVED}
from shown i
left join person on person.id = i.person_id
left join person taker on taker.id = i.taker
order by i.rung desc, (i.facts->>'days')::int desc, i.project_id desc
"""
BY_LADDER = f"""
with {RELATIONS},
stalled as materialized ({STALLED})
select {ladder_of("i.since")} as ladder, count(*) from stalled i group by ladder
"""
# Each filter with the condition it stands for; those that are not asked for are left out.
CONDITIONS = {
    "sight": "i.account_id = any(%(sight)s::uuid[])",
    "projects": "i.project_id = any(%(projects)s::uuid[])",
    "side": "i.facts->>'side' = %(side)s",
    "audience": "i.facts->>'audience' = %(audience)s",
    "words": "not exists (select 1 from unnest(%(words)s::text[]) w"
    " where strpos(p.sort_name, w) = 0 and strpos(a.sort_name, w) = 0)",
    "taker": "t.person_id = %(taker)s::uuid",
    "after_rung": "(i.rung, (i.facts->>'days')::int, i.project_id)"
    " < (%(after_rung)s::int, %(after_days)s::int, %(after_project)s::uuid)",
}


class Case(NamedTuple):
    """`ball` is the one that is awaited, None where nothing is: then the step is ours. `person` is whose turn it is;
    `calendar` is the client's own; `moved_at` is when it moved last, by a step or a pass."""

    project: UUID
    name: str
    account: UUID
    client: str
    ball: UUID | None
    since: date
    rung: int
    days: int
    side: str
    audience: str
    awaited: str
    holder: str
    person: str | None
    taker: str | None
    taken_at: datetime | None
    calendar: UUID | None
    moved_at: datetime | None
    is_pushed: bool

    @property
    def position(self) -> Position:
        return self.rung, self.days, self.project


@dataclass(frozen=True)
class Narrowing:
    """Which cases are asked for. `untaken` are those nobody looks after yet."""

    words: tuple[str, ...] = ()
    side: str = ""
    audience: str = ""
    taker: UUID | None = None
    untaken: bool = False
    after: Position | None = None


EVERYTHING = Narrowing()


def cases(
    desk: Desk,
    *,
    at: datetime,
    narrowing: Narrowing = EVERYTHING,
    projects: Iterable[UUID] | None = None,
    account: UUID | None = None,
    most: int = 80,
) -> list[Case]:
    """The cases in sight, those under the greatest pressure first: the higher rung, then the longer stall."""
    sight = None if desk.sees_all else _sight(desk=desk)
    wanted: dict[str, Any] = {
        "sight": sight,
        "projects": None if projects is None else list(projects),
        "side": narrowing.side or None,
        "audience": narrowing.audience or None,
        "words": list(narrowing.words) or None,
        "taker": narrowing.taker,
    }
    if narrowing.after:
        wanted["after_rung"], wanted["after_days"], wanted["after_project"] = narrowing.after
    conditions = [sql for name, sql in CONDITIONS.items() if wanted.get(name) is not None]
    if narrowing.untaken:
        conditions.append("t.id is null")
    facts = parameters(desk.working_time.local_day(at), at, account, accounts=sight) | wanted | {"most": most}
    return [Case._make(row) for row in _rows(facts, " and ".join(conditions) or "true")]


def _rows(facts: dict[str, Any], conditions: str) -> list[Any]:
    """For some accounts the server keeps its plan, which took longer to make than to carry out; how the rule is best
    carried out for all of them depends on how many they are."""
    if facts["accounts"] is not None:
        return prepared.rows(STATEMENT.format(relations=OF_SOME, conditions=conditions), facts)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(relations=RELATIONS, conditions=conditions), facts)
        return list(cursor.fetchall())


@composed
def _sight(desk: Desk) -> "QuerySet[Account, UUID]":
    """Read part by part: looking for all at once would go through every account of the agency."""
    first, *others = [part.order_by().values("pk") for part in desk.accounts_in_parts()]
    return Account.objects.filter(pk__in=first.union(*others)).order_by().values_list("pk", flat=True)


def by_ladder(*, day: date, at: datetime) -> dict[UUID, int]:
    """How many cases of the agency run on which ladder."""
    with connection.cursor() as cursor:
        cursor.execute(BY_LADDER, parameters(day, at))
        return dict(cursor.fetchall())


def of_project(desk: Desk, project: UUID, *, account: UUID, at: datetime) -> Case | None:
    """The case of one project, None while it moves."""
    return next(iter(cases(desk, at=at, projects=[project], account=account, most=1)), None)
