"""What sources bring and cost: leads, answered, taken into work, qualified, deals, clients, what these have paid, and
spend (§5.7), by source, month and campaign. Leads that went into another are that other's."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower

from keepstep.domain.sales import acquisition
from keepstep.domain.sales.acquisition import WON, Cohort
from keepstep.formulas import cost
from keepstep.postgres import prepared

NOTHING = Decimal(0)
CAMPAIGN = Lower(Coalesce(KT("last_touch__utm_campaign"), KT("first_touch__utm_campaign"), Value("", TextField())))
"""Of a lead: as its last touch says, which also says the first where there was only one."""

# One row a cell of counts, of payments in a currency, and of spend, which goes on to be spread where it lies in
# several months. Campaigns are told apart only where one source is asked for: of all of them they would be too many.
FIGURES = f"""
with recursive {WON},
came as materialized (
    select l.id, l.source_id, date_trunc('month', l.came_at at time zone %(zone)s)::date as month,
           case when %(source)s::uuid is null then '' else {acquisition.CAMPAIGN} end as campaign,
           l.state, l.responded_at, l.qualified_at
    from lead l
    where l.state <> 'merged' and l.came_at >= %(begins)s and l.came_at < %(ends)s
      and (%(source)s::uuid is null or l.source_id = %(source)s::uuid)
),
client as materialized (
    select came.source_id, came.month, came.campaign, won.account_id
    from came join won on won.lead_id = came.id
),
paid as materialized (
    select client.*, p.currency, p.amount
    from client join payment p on p.account_id = client.account_id and p.undone_at is null
)
select 'leads', source_id, month, campaign, array[
           count(*), count(responded_at), count(*) filter (where state in ('taken', 'attached', 'deal')),
           count(qualified_at), count(*) filter (where state = 'deal')
       ], null::text, null::numeric, null::date, null::date
from came group by 2, 3, 4
union all
select 'clients', source_id, month, campaign, array[count(*)], null, null, null, null
from client group by 2, 3, 4
union all
select 'paying', source_id, month, campaign, array[count(distinct account_id)], null, null, null, null
from paid group by 2, 3, 4
union all
select 'paid', source_id, month, campaign, null, currency, sum(amount), null, null
from paid group by 2, 3, 4, 6
union all
select 'spend', source_id, null, campaign, null, null, sum(amount), since, until
from (
    select s.source_id, case when %(source)s::uuid is null then '' else lower(s.campaign) end as campaign, s.amount,
           case when one_month then first else s.since end as since,
           case when one_month then first else s.until end as until
    from spend s, lateral (
        select date_trunc('month', s.since)::date as first,
               date_trunc('month', s.since) = date_trunc('month', s.until) as one_month
    ) lies
    where s.withdrawn_at is null and s.currency = %(currency)s
      and s.since < %(last)s::date + interval '1 month' and s.until >= %(first)s
      and (%(source)s::uuid is null or s.source_id = %(source)s::uuid)
) spent group by source_id, campaign, since, until
"""


@dataclass(frozen=True)
class Figures:
    """`spend` is in the agency's currency, `paid` in each in which the `clients` have paid; `paying` of them have."""

    leads: int = 0
    answered: int = 0
    taken: int = 0
    qualified: int = 0
    deals: int = 0
    clients: int = 0
    paying: int = 0
    spend: Decimal = NOTHING
    paid: dict[str, Decimal] = field(default_factory=dict)

    @property
    def per_lead(self) -> Decimal | None:
        """None: too early to say."""
        return cost.each(self.spend, self.leads)

    @property
    def per_qualified(self) -> Decimal | None:
        return cost.each(self.spend, self.qualified)

    @property
    def per_client(self) -> Decimal | None:
        return cost.each(self.spend, self.clients)

    def returned(self, currency: str) -> Decimal | None:
        """How many times the spend came back, by what was paid in its currency; None without spend or a client."""
        return cost.returned(self.paid.get(currency, NOTHING), self.spend) if self.clients else None

    def __add__(self, other: "Figures") -> "Figures":
        counts: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return Figures(
            **counts,
            spend=self.spend + other.spend,
            paid={
                currency: self.paid.get(currency, NOTHING) + other.paid.get(currency, NOTHING)
                for currency in sorted(self.paid.keys() | other.paid.keys())
            },
        )


COUNTS = ("leads", "answered", "taken", "qualified", "deals", "clients", "paying")
LEADS = COUNTS[:5]


class Cell(NamedTuple):
    """`campaign` is in small letters, "" of leads without any, and where all sources are asked for."""

    source: UUID
    month: date
    campaign: str = ""


def by_cell(of: Cohort, *, zone: ZoneInfo, months: list[date], currency: str) -> dict[Cell, Figures]:
    """Leads of this cohort, and what of spend in this currency falls into the months, which follow one another."""
    values = of._asdict() | {
        "zone": zone.key, "currency": currency, "first": months[0], "last": months[-1],
    }  # fmt: skip
    found: dict[Cell, Figures] = defaultdict(Figures)
    for row in prepared.rows(FIGURES, values):
        for cell, figures in _parts(*row):
            if cell.month in months:
                found[cell] += figures
    return dict(found)


def _parts(
    kind: str, source: UUID, month: date, campaign: str, counts: list[int] | None, currency: str | None,
    amount: Decimal | None, since: date, until: date,
) -> Iterator[tuple[Cell, Figures]]:  # fmt: skip
    cell = Cell(source, month, campaign)
    if counts is not None:
        names = LEADS if kind == "leads" else (kind,)
        named: dict[str, Any] = dict(zip(names, counts, strict=True))
        yield cell, Figures(**named)
    elif currency is not None and amount is not None:
        yield cell, Figures(paid={currency: amount})
    elif amount is not None:
        for day, share in cost.spread(amount, since, until).items():
            yield Cell(source, day, campaign), Figures(spend=share)
