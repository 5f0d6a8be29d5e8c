"""Faults of a ladder, known beforehand: the clients at which a rung finds nobody, or no way to them (§5.3).

A client has at most one fault a rung, the first that would have to be mended. Only clients we work for are looked at,
and of these the ones with an open project: nothing else can stall.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.audience import THERE, TURNS, Audience, Turn
from keepstep.domain.clients.contact import Part
from keepstep.postgres import prepared

# Which contacts a rung may speak to: of a ball's holder nothing is known before there is a ball.
PARTS = {Audience.HOLDER: "any", Audience.TEAM: Part.PROJECT.value, Audience.DECIDER: Part.DECISION_MAKER.value}
FAULTS = """
with rung as (
    select * from unnest(
        %(places)s::int[], %(parts)s::text[], %(ways)s::text[], %(produced)s::bool[], %(headed)s::bool[]
    ) as r (place, part, way, is_produced, is_headed)
),
management as materialized (
    select 1 from person where left_at is null and roles && array['head', 'owner']::varchar[] limit 1
),
reached as materialized (
    select c.account_id, array_agg(distinct who || ':' || way) as ways
    from contact c
    cross join lateral unnest(array[c.part, 'any']) who
    cross join lateral unnest(array_remove(array[
        'meeting', case when c.email <> '' then 'email' end, case when c.phone <> '' then 'call' end,
        case when c.phone <> '' or 'telegram' = any (c.channels) then 'message' end
    ], null)) way
    where c.left_at is null and ({unless}c.account_id = any (%(accounts)s::uuid[]))
    group by c.account_id
),
client as materialized (
    select a.id, a.name, a.sort_name, coalesce(r.ways, '{{}}') as ways, open.project_id
    from account a
    join account_state s on s.account_id = a.id and s.until is null and s.state in ('active', 'onboarding')
    left join reached r on r.account_id = a.id
    join lateral (
        select (array_agg(p.id order by p.opened_at) filter (where producer.id is null))[1] as project_id
        from project p
        left join person producer on producer.id = p.producer_id and producer.left_at is null
        where p.account_id = a.id and p.closed_at is null
        having count(*) > 0
    ) open on true
    where {unless}a.id = any (%(accounts)s::uuid[])
),
fault as (
    select rung.place, client.id, client.name, client.sort_name, client.project_id,
           case when rung.is_headed and not exists (select 1 from management) then 'management'
                when rung.is_produced and client.project_id is not null then 'producer'
                when rung.part || ':meeting' <> all (client.ways) then 'person'
                when rung.part || ':' || rung.way <> all (client.ways) then 'channel' end as kind
    from client cross join rung
)
select {columns} from fault where kind is not null {rest}
"""
OF_ALL = "%(accounts)s::uuid[] is null or "
COUNT = FAULTS.format(unless=OF_ALL, columns="place, kind, count(*)", rest="group by place, kind")
LIST = FAULTS.format(
    unless=OF_ALL,
    columns="id, name, sort_name, kind, project_id",
    rest="and (%(kind)s = '' or kind = %(kind)s) and (%(after_id)s::uuid is null"
    " or (sort_name, id) > (%(after_name)s, %(after_id)s::uuid)) order by sort_name, id limit %(most)s",
)
PLACES = FAULTS.format(unless="", columns="place, id", rest="")


class Kind(models.TextChoices):
    MANAGEMENT = "management", _("nobody is there of own management")
    PRODUCER = "producer", _("a project has no producer")
    PERSON = "person", _("no such person is known")
    CHANNEL = "channel", _("there is no way to reach them")


class Climb(NamedTuple):
    """What of a rung a fault depends on."""

    audience: str
    way: str


class Fault(NamedTuple):
    """At one client; `project` is the one that has no producer."""

    account: UUID
    name: str
    sort_name: str
    kind: str
    project: UUID | None


def counts(rungs: Sequence[Climb]) -> list[dict[str, int]]:
    """How many clients each of these rungs has which fault with, for the whole agency in one statement."""
    found: list[dict[str, int]] = [{} for _rung in rungs]
    for place, kind, n in _rows(COUNT, rungs):
        found[place][kind] = n
    return found


def clients(rung: Climb, *, kind: str = "", after: tuple[str, UUID] | None = None, most: int = 50) -> list[Fault]:
    """The clients at which this rung is at fault, by name."""
    name, key = after or ("", None)
    facts = {"kind": kind, "after_name": name, "after_id": key, "most": most}
    return [Fault._make(row) for row in _rows(LIST, [rung], **facts)]


def at(rungs: Sequence[Climb], *, accounts: Iterable[UUID]) -> set[tuple[Climb, UUID]]:
    """At which of these clients these rungs find none of the client's people, or no way to them."""
    nobody_of_ours = [False] * len(rungs)
    known = _known(rungs, accounts=list(accounts), produced=nobody_of_ours, headed=nobody_of_ours)
    return {(rungs[place], account) for place, account in prepared.rows(PLACES, known)}


def _rows(statement: str, rungs: Sequence[Climb], **facts: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _known(rungs, **facts))
        return list(cursor.fetchall())


def _known(rungs: Sequence[Climb], **facts: Any) -> dict[str, Any]:
    turns = [TURNS[Audience(rung.audience)] for rung in rungs]
    return {
        "accounts": None,
        "places": list(range(len(rungs))),
        "parts": [PARTS[THERE[Audience(rung.audience)]] for rung in rungs],
        "ways": [rung.way for rung in rungs],
        "produced": [Turn.PRODUCER in pair for pair in turns],
        "headed": [Turn.HEAD in pair for pair in turns],
        **facts,
    }
