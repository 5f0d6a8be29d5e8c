"""The health of clients: the facts of its seven parts for a whole agency in one statement, and what follows (§5.5)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepstep.domain.agency import health_weights
from keepstep.domain.agency.agency import Agency, FactBy
from keepstep.domain.money.in_step import last_full_month
from keepstep.domain.money.plan_facts import FACTS
from keepstep.duties.know_client import ASKED, KNOWN
from keepstep.duties.push_stall import PACES
from keepstep.duties.relations import RELATIONS, day_of, n_of, parameters
from keepstep.formulas import health as formulas
from keepstep.formulas.health import Part, Score
from keepstep.formulas.order import WINDOW

FRESH = 90
"""A mark older than so many days says nothing of today."""
LOOKED_BACK = timedelta(days=150)
"""The calendar days within which so many working days lie, whatever the calendar."""


# What is rare (an overdue invoice, a mark) is found once and joined; what every client has is looked up by an index.
# A part of which a client has no facts is null. A plan in several currencies is the mean of what each came to.
def _statement(facts: str) -> str:
    """`facts` is what was bought, by what the agency goes."""
    return f"""
with {RELATIONS},
paced as materialized (
    select account_id, count(*) as projects, count(*) filter (where greatest(silent, overdue) >= 1) as stalled
    from (select client.id as account_id, silent_days as silent, overdue_days as overdue from ({PACES}) client) each
    group by account_id
),
overdue as materialized (
    select account_id, min(due) as due from invoice
    where issued_at is not null and cancelled_at is null and paid < total and due < %(day)s::date
      and (%(accounts)s::uuid[] is null or account_id = any (%(accounts)s::uuid[]))
    group by account_id
),
marked as materialized (
    select distinct on (u.account_id) u.account_id, m.points, (m.at at time zone 'UTC')::date as day
    from mark m join update u on u.id = m.update_id
    where m.points is not null and m.replaced_at is null and m.at <= %(at)s and m.at > %(at)s - %(looked_back)s
      and (%(accounts)s::uuid[] is null or u.account_id = any (%(accounts)s::uuid[]))
    order by u.account_id, m.at desc
),
planned as materialized (
    select account_id, currency, sum(amount) as amount from plan_line
    where replaced_at is null and month = %(since)s and amount > 0
      and (%(accounts)s::uuid[] is null or account_id = any (%(accounts)s::uuid[]))
    group by account_id, currency
),
bought as materialized (
    select account_id, currency, sum(amount) as amount from ({facts}) fact group by account_id, currency
),
attained as materialized (
    select account_id, avg(least(coalesce(bought.amount, 0) / planned.amount, 1)) as share
    from planned left join bought using (account_id, currency)
    group by account_id
),
lately as materialized (select client.*, {day_of(f"client.n_today - {WINDOW} + 1")} as first_day from client),
signs as materialized (
    select client.id as account_id, count(distinct each.day) as days, max(each.day) as last
    from (
        select e.account_id, e.day from engagement e where e.day > %(day)s::date - 45 and e.day <= %(day)s::date
          and (%(accounts)s::uuid[] is null or e.account_id = any (%(accounts)s::uuid[]))
        union all
        select t.account_id, t.day from touchpoint t
        where t.direction = 'in' and t.at > %(at)s - interval '45 days' and t.at <= %(at)s
          and (%(accounts)s::uuid[] is null or t.account_id = any (%(accounts)s::uuid[]))
    ) each
    join lately client on client.id = each.account_id and each.day >= client.first_day
    group by client.id
)
select client.id, client.name, client.manager_id, ordered.due, ordered.kept, ordered.last,
       coalesce(paced.projects, 0), coalesce(paced.stalled, 0),
       exists (select 1 from invoice v
               where v.account_id = client.id and v.issued_at is not null and v.cancelled_at is null),
       case when overdue.due is not null then client.n_today - {n_of("overdue.due")} end,
       marked.points, marked.day, case when marked.day is not null then client.n_today - {n_of("marked.day")} end,
       exists (select 1 from touchpoint t where t.account_id = client.id and t.direction = 'out'
               and t.at > %(at)s - interval '45 days' and t.day >= client.first_day and t.at <= %(at)s),
       coalesce(signs.days, 0), signs.last, attained.share, {ASKED}, coalesce(dossier.known, 0),
       coalesce(dossier.fresh, 0)
from lately client
cross join lateral (
    select count(*) as due, count(kept_at) as kept, max(day) as last
    from (
        select kept_at, day from due_day d
        where d.account_id = client.id and d.day <= %(day)s::date and (d.day < %(day)s::date or d.kept_at is not null)
        order by d.day desc limit {WINDOW}
    ) last_days
) ordered
left join paced on paced.account_id = client.id
left join overdue on overdue.account_id = client.id
left join marked on marked.account_id = client.id
left join signs on signs.account_id = client.id
left join attained on attained.account_id = client.id
left join ({KNOWN}) dossier on dossier.account_id = client.id
"""


STATEMENTS = {way: _statement(facts) for way, facts in FACTS.items()}


class Facts(NamedTuple):
    """A row of the statement. `overdue` are the working days the oldest unpaid invoice is late; `marked_ago` those
    since the last mark; `written` says that the client had word from us in the last 20; `plan` is what of the last full
    month's plan became fact, 1 being all of it or more; `asked`, `known` and `confirmed` are fields of the dossier."""

    account: UUID
    name: str
    manager: UUID
    due: int
    kept: int
    last_due: date | None
    projects: int
    stalled: int
    billed: bool
    overdue: int | None
    points: int | None
    marked_on: date | None
    marked_ago: int | None
    written: bool
    signs: int
    last_sign: date | None
    plan: float | None
    asked: int
    known: int
    confirmed: int

    @property
    def factors(self) -> dict[str, float | None]:
        """§5.5: each part from 0 to 100, None where nothing is known of it."""
        fresh = self.marked_ago is not None and self.marked_ago <= FRESH
        return {
            "communication": formulas.share(self.kept, self.due),
            "movement": formulas.share(self.projects - self.stalled, self.projects),
            "plan": formulas.share(float(self.plan), 1) if self.plan is not None else None,
            "payment": formulas.of_overdue(self.overdue or 0) if self.billed else None,
            "satisfaction": formulas.of_mark(self.points) if fresh and self.points else None,
            "engagement": formulas.of_signs(self.signs) if self.written else None,
            "knowledge": formulas.of_dossier(self.asked, self.known, self.confirmed),
        }


class Health(NamedTuple):
    """`score` is what the known parts come to, None where it is too early to say; `parts` are those known even so."""

    facts: Facts
    score: Score | None
    parts: dict[str, Part]


def of_agency(*, day: date, at: datetime, accounts: Sequence[UUID] | None = None) -> list[Health]:
    """Of every client that is with us, or of these."""
    return scored(facts_of(day, at, accounts), health_weights.weights())


def scored(found: Sequence[Facts], weights: dict[str, int]) -> list[Health]:
    return [_scored(facts, weights) for facts in found]


def _scored(facts: Facts, weights: dict[str, int]) -> Health:
    score = formulas.health(facts.factors, weights)
    return Health(facts, None if formulas.is_early(score, weights) else score, score.parts if score else {})


def facts_of(
    day: date, at: datetime, accounts: Sequence[UUID] | None = None, *, fact_by: str | None = None
) -> list[Facts]:
    """`fact_by` is what the agency's plans are measured by, if it is known already."""
    month = last_full_month(day)
    values = parameters(day, at, accounts=accounts) | {
        "looked_back": LOOKED_BACK, "since": month, "until": day.replace(day=1)
    }  # fmt: skip
    way = fact_by or Agency.objects.values_list("fact_by", flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[FactBy(way)], values)
        return [Facts._make(row) for row in cursor.fetchall()]
