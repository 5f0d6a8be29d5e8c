"""Loading: a piece of an import becomes leads by a handful of statements, however many rows it has. Who is known is
found for all of them at once, by e-mail, telephone and tax number, in the book and in the rows before."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport, Policy
from keepstep.domain.sales.sign import signs


@dataclass
class Arrival:
    """What a row says; with `faults`, each a heading and words, it is refused."""

    number: int
    cells: list[str]
    lead: Lead
    faults: list[tuple[str, str]] = field(default_factory=list)


TABLES = """
create temp table arriving (
    number int primary key, id uuid, name text, company text, emails text[], phones text[], tax_number text, site text,
    message text, own jsonb, source_id uuid, came_at timestamptz, touch jsonb, cells jsonb, faults jsonb,
    first int, lead_id uuid, account_id uuid, outcome text
) on commit drop;
create temp table arriving_sign (number int, kind text, value text) on commit drop
"""
ARRIVING = """copy arriving (number, id, name, company, emails, phones, tax_number, site, message, own, source_id,
                             came_at, touch, cells, faults) from stdin"""
SIGNS = "copy arriving_sign (number, kind, value) from stdin"
INDEX = "create index on arriving_sign (kind, value); analyze arriving; analyze arriving_sign"


# One who is known as a lead comes before one who is known at a client; the earliest lead before the later.
KNOWN = """
update arriving a set lead_id = found.lead_id, account_id = found.account_id
from (
    select distinct on (number) number, lead_id, account_id
    from (
        select s.number, l.id as lead_id, null::uuid as account_id, 0 as rank, l.came_at as at
        from arriving_sign s
        join lead_sign known on known.kind = s.kind and known.value = s.value
        join lead l on l.id = known.lead_id and l.state <> 'merged'
        where s.kind <> 'domain'
        union all
        select s.number, null, c.account_id, 1, null
        from arriving_sign s join contact c on c.mail_key = s.value where s.kind = 'email'
        union all
        select s.number, null, c.account_id, 1, null
        from arriving_sign s join contact c on c.phone = s.value where s.kind = 'phone'
        union all
        select s.number, null, client.id, 2, null
        from arriving_sign s join account client on client.tax_key = s.value where s.kind = 'tax'
    ) every
    order by number, rank, at, lead_id, account_id
) found
where found.number = a.number
"""
# In the file itself: the first row that bears a sign of this one.
FIRST = """
update arriving a set first = earlier.first
from (
    select s.number, min(f.first) as first
    from arriving_sign s
    join (select kind, value, min(number) as first from arriving_sign where kind <> 'domain' group by 1, 2) f
      on f.kind = s.kind and f.value = s.value
    group by 1
) earlier
where earlier.number = a.number and earlier.first < a.number and a.lead_id is null and a.account_id is null
"""
# That row may itself be somebody's double: then it is that one.
FOLLOW = """
update arriving a set first = f.first from arriving f where f.number = a.first and f.first is not null
"""
DOUBLES = """
update arriving a set lead_id = coalesce(f.lead_id, case when f.account_id is null then f.id end),
                      account_id = f.account_id
from arriving f where f.number = a.first
"""
OUTCOMES = """
update arriving set outcome = case
    when faults <> '[]' then 'refused'
    when %(policy)s = 'anyway' or lead_id is null and account_id is null then 'made'
    when %(policy)s = 'skip' then 'skipped'
    when lead_id is not null then 'attached'
    else 'made' end
"""
LEADS = """
insert into lead (id, name, company, emails, phones, tax_number, site, message, own, source_id, channel, first_touch,
                  last_touch, consent, came_at, state, person_id, responded_at, account_id)
select id, name, company, emails, phones, tax_number, site, message, own, source_id, 'import', touch, touch, '',
       came_at, case when account_id is not null then 'attached' when %(person)s::uuid is not null then 'taken'
            else 'unsorted' end,
       %(person)s::uuid, case when %(answered)s then came_at end, account_id
from arriving where outcome = 'made'
"""
LEAD_SIGNS = """
insert into lead_sign (id, lead_id, kind, value)
select keepstep_uuid7(), a.id, s.kind, s.value
from arriving_sign s join arriving a on a.number = s.number where a.outcome = 'made'
"""
RECORDS = """
insert into lead_record (id, lead_id, kind, at, by_id, words, facts)
select keepstep_uuid7(), id, 'came', came_at, %(by)s, '',
       jsonb_build_object('channel', 'import', 'import', %(of)s::text)
from arriving where outcome = 'made'
union all
select keepstep_uuid7(), a.id, 'attached', %(at)s, %(by)s, '',
       jsonb_build_object('client', client.name, 'import', %(of)s::text, 'was',
                          jsonb_build_object('state', 'unsorted', 'person', coalesce(%(person)s::text, '')))
from arriving a join account client on client.id = a.account_id where a.outcome = 'made'
union all
select keepstep_uuid7(), lead_id, 'imported', %(at)s, %(by)s, left(message, 4000),
       jsonb_build_object('file', %(file)s, 'import', %(of)s::text, 'row', number, 'cells', cells)
from arriving where outcome = 'attached'
"""
ROWS = """
insert into lead_import_row (id, of_id, number, outcome, lead_id, account_id, cells, faults)
select keepstep_uuid7(), %(of)s, number, outcome,
       case outcome when 'made' then id when 'refused' then null else lead_id end,
       case when outcome <> 'refused' then account_id end, cells, faults
from arriving
"""


@transaction.atomic
def load(one: LeadImport, arrivals: Sequence[Arrival], *, at: datetime) -> None:
    """These rows, which follow those that are loaded already. Of a piece either everything is there or nothing."""
    done = LeadImport.objects.select_for_update().values_list("done", flat=True).get(pk=one.pk)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with cursor.copy(ARRIVING) as copy:
            for row in _arriving(arrivals):
                copy.write_row(row)
        with cursor.copy(SIGNS) as copy:
            for arrival in arrivals:
                for kind, value in sorted(signs(arrival.lead)) if not arrival.faults else ():
                    copy.write_row((arrival.number, kind, value))
        cursor.execute(INDEX)
        if one.policy != Policy.ANYWAY:
            _recognise(cursor)
        facts = {
            "policy": one.policy, "person": one.person_id, "answered": one.is_answered, "by": one.by_id, "of": one.pk,
            "at": at, "file": one.name,
        }  # fmt: skip
        for statement in (OUTCOMES, LEADS, LEAD_SIGNS, RECORDS, ROWS):
            cursor.execute(statement, facts)
        cursor.execute("drop table arriving, arriving_sign")
    LeadImport.objects.filter(pk=one.pk).update(done=done + len(arrivals))


def _arriving(arrivals: Iterable[Arrival]) -> Iterable[tuple[Any, ...]]:
    for arrival in arrivals:
        lead = arrival.lead
        key: UUID = uuid7()
        yield (
            arrival.number, key, lead.name, lead.company, lead.emails, lead.phones, lead.tax_number, lead.site,
            lead.message, json.dumps(lead.own), lead.source_id, lead.came_at, json.dumps(lead.first_touch),
            json.dumps(arrival.cells), json.dumps(arrival.faults),
        )  # fmt: skip


def _recognise(cursor: Any) -> None:
    cursor.execute(KNOWN)
    cursor.execute(FIRST)
    while True:
        cursor.execute(FOLLOW)
        if not cursor.rowcount:
            break
    cursor.execute(DOUBLES)
