"""What the round tells people by itself: the items of duties that announce themselves, each to its person, once."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from keepstep.duties.catalogue import SUBJECTS, catalogue

ANY = str(UUID(int=0))
PAGES = ("project", *SUBJECTS)
"""What an item leads to: the first of these it is about."""
ANNOUNCE = """
insert into notification (person_id, kind, key, facts, address, is_urgent, at)
select i.person_id, i.duty, i.id::text,
       i.facts || jsonb_build_object('client', coalesce(a.name, ''), 'project', coalesce(p.name, '')),
       case {addresses} end,
       case i.duty {urgent} else false end, %(at)s
from item i
left join account a on a.id = i.account_id
left join project p on p.id = i.project_id
where i.closed_at is null and case i.duty {announced} else false end
on conflict (agency_id, person_id, kind, key) do nothing
"""
# Whoever has dealt with it need not be told any more. Only keys of items are read as such, and before items are looked
# up by them: within the comparison reading would keep the server from using the items' index.
SETTLE = """
with told as materialized (
    select n.id, n.key::uuid as item_id from notification n where n.seen_at is null and n.kind = any (%(duties)s)
)
update notification n set seen_at = %(at)s
from told join item i on i.id = told.item_id and i.closed_at is not null
where n.id = told.id
"""


def announce(*, at: datetime) -> None:
    """Tell of what is open and was not told; what is closed by now counts as seen."""
    facts: dict[str, Any] = {"at": at, "any": ANY} | {noun: reverse(noun, args=[ANY]) for noun in PAGES}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), facts)
    settle(at=at)


def settle(*, at: datetime) -> None:
    """What is closed counts as seen, so that no letter asks for what is done."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"at": at, "duties": _announcing()})


@cache
def _announcing() -> list[str]:
    return [code for code, duty in catalogue().items() if duty.announces]


@cache
def _statement() -> str:
    duties = [catalogue()[code] for code in _announcing()]
    return ANNOUNCE.format(
        addresses=" ".join(
            f"when i.{noun}_id is not null then replace(%({noun})s, %(any)s, i.{noun}_id::text)" for noun in PAGES
        ),
        announced=" ".join(f"when '{duty.code}' then ({duty.announces})" for duty in duties),
        urgent=" ".join(f"when '{duty.code}' then ({duty.is_urgent})" for duty in duties),
    )
