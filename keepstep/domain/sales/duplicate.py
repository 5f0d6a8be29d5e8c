"""Duplicates: who of the leads, contacts and clients bears a sign of a lead (§5.7), for as many leads as a page has.

Contacts and clients bear no signs of their own: columns of theirs are made by the same rules, each with its index.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sign import signs

MOST = 5
"""Of one table by one sign; more would not be read."""


# Each branch is a scan of an index, and none at all for a sign of another kind.
FIND = f"""
with asked as (
    select * from unnest(%(leads)s::uuid[], %(kinds)s::text[], %(values)s::text[]) as a (lead_id, kind, value)
)
select a.lead_id, a.kind, found.*
from asked a
cross join lateral (
    (select 'lead' as what, l.id,
            coalesce(nullif(l.name, ''), nullif(l.company, ''), l.phones[1], l.emails[1], '') as name, '' as about,
            null::uuid as account_id
     from lead_sign s join lead l on l.id = s.lead_id
     where s.kind = a.kind and s.value = a.value and l.state <> 'merged' and l.id <> a.lead_id
     limit {MOST})
    union all
    (select 'contact', c.id, c.name, client.name, client.id
     from contact c join account client on client.id = c.account_id
     where a.kind = 'email' and c.mail_key = a.value limit {MOST})
    union all
    (select 'contact', c.id, c.name, client.name, client.id
     from contact c join account client on client.id = c.account_id
     where a.kind = 'phone' and c.phone = a.value limit {MOST})
    union all
    (select 'account', client.id, client.name, '', client.id
     from account client
     where a.kind = 'domain' and client.web_domain = a.value limit {MOST})
    union all
    (select 'account', client.id, client.name, '', client.id
     from contact c join account client on client.id = c.account_id
     where a.kind = 'domain' and c.mail_domain = a.value limit {MOST})
    union all
    (select 'account', client.id, client.name, '', client.id
     from account client
     where a.kind = 'tax' and client.tax_key = a.value limit {MOST})
) found
"""
ORDER = ("account", "contact", "lead")


@dataclass
class Duplicate:
    """`what` is account, contact or lead; `about` the client of a contact; `by` the kinds of sign they share."""

    what: str
    id: UUID
    name: str
    about: str
    account_id: UUID | None
    by: set[str] = field(default_factory=set)


def of(lead: Lead) -> list[Duplicate]:
    """Whom this lead resembles; it need not be saved yet."""
    return of_all([lead]).get(lead.pk, [])


def of_all(leads: Iterable[Lead]) -> dict[UUID, list[Duplicate]]:
    """Whom each of these resembles, by the lead's key; clients first. A contact stands for its client too."""
    asked = [(lead.pk, kind, value) for lead in leads for kind, value in sorted(signs(lead))]
    if not asked:
        return {}
    found: dict[UUID, dict[tuple[str, UUID], Duplicate]] = {}
    keys, kinds, values = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"leads": list(keys), "kinds": list(kinds), "values": list(values)})
        for lead, kind, what, key, name, about, account in cursor.fetchall():
            of_lead = found.setdefault(lead, {})
            of_lead.setdefault((what, key), Duplicate(what, key, name, about, account)).by.add(kind)
    return {lead: _told(list(of_lead.values())) for lead, of_lead in found.items()}


def _told(found: list[Duplicate]) -> list[Duplicate]:
    """Where a contact is recognised, its client need not be named again."""
    known = {one.account_id for one in found if one.what == "contact"}
    told = [one for one in found if one.what != "account" or one.id not in known]
    return sorted(told, key=lambda one: (ORDER.index(one.what), one.name, one.id))
