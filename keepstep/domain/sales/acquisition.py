"""Which clients came from which leads: a lead became a deal, its handover was accepted, and the client was nobody's
before (§5.7). What such a client pays in any later month is what its source has brought."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from keepstep.postgres import prepared

MOST = 50

# A client comes once: by the first handover that was accepted, and not from a lead that came when it was ours already.
# A lead that went into another is that other's, with whatever became of it.
WON = """
first_handover as (
    select distinct on (account_id) account_id, accepted_at, deal_id
    from handover where state = 'accepted' order by account_id, accepted_at, id
),
line as (
    select h.account_id, h.accepted_at, h.deal_id, l.id as lead_id, l.merged_into_id
    from first_handover h join deal d on d.id = h.deal_id join lead l on l.id = d.lead_id
    where not exists (select from account_state s where s.account_id = h.account_id and s.since < l.came_at)
    union all
    select line.account_id, line.accepted_at, line.deal_id, l.id, l.merged_into_id
    from line join lead l on l.id = line.merged_into_id
),
won as materialized (select account_id, accepted_at, deal_id, lead_id from line where merged_into_id is null)
"""
"""SQL of a `with recursive`: account_id, accepted_at, deal_id, lead_id; each account once."""

CAMPAIGN = "lower(coalesce(l.last_touch->>'utm_campaign', l.first_touch->>'utm_campaign', ''))"

CLIENTS = f"""
with recursive {WON}
select won.account_id, account.name, won.accepted_at, won.lead_id, l.name, l.company, l.phones, l.emails, l.came_at,
       source.name, coalesce((
           select json_object_agg(currency, amount::text)::text from (
               select p.currency, sum(p.amount) as amount from payment p
               where p.account_id = won.account_id and p.undone_at is null group by 1
           ) paid
       ), '{{}}')
from won
join lead l on l.id = won.lead_id
join source on source.id = l.source_id
join account on account.id = won.account_id
where l.came_at >= %(begins)s and l.came_at < %(ends)s
  and (%(source)s::uuid is null or l.source_id = %(source)s::uuid)
  and (%(campaign)s::text is null or {CAMPAIGN} = lower(%(campaign)s::text))
  and (not %(paying)s or exists (
      select from payment p where p.account_id = won.account_id and p.undone_at is null
  ))
  and (%(after)s::timestamptz is null
       or (won.accepted_at, won.account_id) < (%(after)s::timestamptz, %(after_key)s::uuid))
order by won.accepted_at desc, won.account_id desc
limit {MOST + 1}
"""


class Cohort(NamedTuple):
    """Leads that came from `begins` until before `ends`, of all sources or of one, of all campaigns or of one."""

    begins: datetime
    ends: datetime
    source: UUID | None = None
    campaign: str | None = None


class After(NamedTuple):
    """Where the next page begins: behind this client."""

    at: datetime
    account: UUID


@dataclass(frozen=True)
class Won:
    """`paid` is by currency, of all months until now."""

    account: UUID
    name: str
    accepted_at: datetime
    lead: UUID
    lead_title: str
    came_at: datetime
    source: str
    paid: dict[str, Decimal] = field(default_factory=dict)


def won(of: Cohort, *, is_paying: bool = False, after: After | None = None) -> list[Won]:
    """The clients of these leads, whoever came last first: at most one more than a page takes."""
    values = of._asdict() | {
        "paying": is_paying, "after": after and after.at, "after_key": after and after.account,
    }  # fmt: skip
    return list(_read(prepared.rows(CLIENTS, values)))


def _read(rows: list[Any]) -> Iterator[Won]:
    for account, name, accepted, lead, person, company, phones, emails, came, source, paid in rows:
        title = person or company or next(iter([*phones, *emails]), "")
        sums = {currency: Decimal(amount) for currency, amount in sorted(json.loads(paid).items())}
        yield Won(account, name, accepted, lead, title, came, source, sums)
