"""The figures of a month's plan, by line, account, manager, service or for the whole agency: each one statement (§5.4).

`of_agency` and `by_account` are what other pages read. What is in different currencies is never summed together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from keepstep.domain.agency.agency import FactBy
from keepstep.domain.money.plan_facts import FACTS, Line, split
from keepstep.formulas import plan
from keepstep.formulas.month import last_day, month_from
from keepstep.postgres import prepared

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """`at_start` is the plan as it was frozen; `awaited` is still owed on invoices due in the month, `recurring` are
    retainers not invoiced yet: both nothing once the month is over."""

    at_start: Decimal = NOTHING
    plan: Decimal = NOTHING
    fact: Decimal = NOTHING
    awaited: Decimal = NOTHING
    recurring: Decimal = NOTHING
    is_planned: bool = field(default=False, compare=False)
    """Something is said of it now, be it nothing."""

    @property
    def projection(self) -> Decimal:
        return plan.Projection(self.fact, self.awaited, self.recurring).amount

    @property
    def gap(self) -> Decimal:
        """How much of the plan is not in sight yet."""
        return max(self.plan - self.projection, NOTHING)

    @property
    def attainment(self) -> Decimal | None:
        return plan.attainment(self.fact, self.plan)

    @property
    def accuracy(self) -> Decimal | None:
        """Of the plan as it was frozen."""
        return plan.accuracy(self.fact, self.at_start)

    def pace(self, *, elapsed: int, days: int) -> Decimal | None:
        return plan.pace(self.fact, self.plan, elapsed=elapsed, days=days)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.at_start + other.at_start, self.plan + other.plan, self.fact + other.fact,
            self.awaited + other.awaited, self.recurring + other.recurring, self.is_planned or other.is_planned,
        )  # fmt: skip


# A retainer that is drafted is not invoiced yet; one whose draft was thrown away, or whose invoice was cancelled, will
# not be. What was invoiced is in the fact already if the agency measures by invoices.
RECURRING = """
select r.account_id, r.service_id, e.currency,
       r.price + case when e.vat = 'top' then round(r.price * coalesce(rate.percent, 0) / 100, 2) else 0 end as amount
from retainer r
join legal_entity e on e.id = r.entity_id
join service s on s.id = r.service_id
left join vat_rate rate on rate.id = s.rate_id
where r.since <= %(since)s and (r.until is null or r.until >= %(since)s)
  and (%(accounts)s::uuid[] is null or r.account_id = any (%(accounts)s::uuid[]))
  and r.account_id in (select st.account_id from account_state st
                       where st.until is null and st.state in ('onboarding', 'active'))
  and not exists (select 1 from retainer_draft d join invoice v on v.id = d.invoice_id
                  where d.retainer_id = r.id and d.month = %(since)s
                    and (v.issued_at is not null or v.cancelled_at is not null))
"""
AWAITED = f"""
select v.account_id, part.service_id, v.currency, part.amount
from invoice v
cross join {split("(v.total - v.paid)", "v.id")} part
where v.issued_at is not null and v.cancelled_at is null and v.paid < v.total
  and v.due >= %(since)s and v.due < %(until)s
  and (%(accounts)s::uuid[] is null or v.account_id = any (%(accounts)s::uuid[]))
"""


BEGINS = """(select %(since)s::date::timestamp at time zone zone from work_calendar where is_default)"""
"""SQL: when the plan of the month is frozen, as `plan_line.begins` has it."""


def lines(fact_by: FactBy) -> str:
    """SQL: the parts of the figures of a month, a row each; to be summed."""
    awaited = AWAITED if fact_by == FactBy.PAYMENT else f"select * from ({AWAITED}) nothing where false"
    return f"""
select account_id, service_id, currency,
       case when at < {BEGINS} and (replaced_at is null or replaced_at >= {BEGINS}) then amount end as at_start,
       case when replaced_at is null then amount end as plan,
       0::numeric as fact, 0::numeric as awaited, 0::numeric as recurring
from plan_line
where month = %(since)s and (%(accounts)s::uuid[] is null or account_id = any (%(accounts)s::uuid[]))
union all
select account_id, service_id, currency, 0, null, amount, 0, 0 from ({FACTS[fact_by]}) fact
union all
select account_id, service_id, currency, 0, null, 0, amount, 0 from ({awaited}) awaited where not %(is_over)s
union all
select account_id, service_id, currency, 0, null, 0, 0, amount from ({RECURRING}) recurring where not %(is_over)s
"""


AGENCY = "(select fact_by from agency where id = (select nullif(current_setting('app.agency_id', true), '')::uuid))"
"""SQL: by what the agency the session is in measures."""
PARTS = ("at_start", "plan", "fact", "awaited", "recurring")
SUMS = ", ".join([*(f"coalesce(sum(line.{part}), 0)" for part in PARTS), "count(line.plan) > 0"])


def of_this_month() -> str:
    """SQL: `lines` of the month of %(day)s, by whatever this agency measures; for rules, which know no parameters but
    their own."""
    parts = [f"select * from ({lines(by)}) line where {AGENCY} = '{by}'" for by in FactBy]
    text = "\nunion all\n".join(parts)
    for name, value in (
        ("since", "date_trunc('month', %(day)s::date)::date"),
        ("until", "(date_trunc('month', %(day)s::date) + interval '1 month')::date"),
        ("is_over", "false"),
    ):
        text = text.replace(f"%({name})s", value)
    return text


def by_line(month: date, *, fact_by: FactBy, day: date, accounts: Sequence[UUID] | None = None) -> dict[Line, Figures]:
    """Of each account and service; `accounts` narrows it to those."""
    found = _summed("line.account_id, line.service_id, line.currency", month, fact_by, day, accounts)
    return {Line(account, service, currency): Figures(*sums) for account, service, currency, *sums in found}


def by_account(
    month: date, *, fact_by: FactBy, day: date, accounts: Sequence[UUID] | None = None
) -> dict[tuple[UUID, str], Figures]:
    """By account and currency."""
    found = _summed("line.account_id, line.currency", month, fact_by, day, accounts)
    return {(account, currency): Figures(*sums) for account, currency, *sums in found}


def by_manager(
    month: date, *, fact_by: FactBy, day: date, managers: Sequence[UUID] | None = None
) -> dict[tuple[UUID | None, str], Figures]:
    """By who manages the accounts now, and currency."""
    found = _summed("a.manager_id, line.currency", month, fact_by, day, managers=managers)
    return {(manager, currency): Figures(*sums) for manager, currency, *sums in found}


def by_service(
    month: date, *, fact_by: FactBy, day: date, managers: Sequence[UUID] | None = None
) -> dict[tuple[UUID | None, str], Figures]:
    """By service and currency, of all accounts or those of these managers."""
    found = _summed("line.service_id, line.currency", month, fact_by, day, managers=managers)
    return {(service, currency): Figures(*sums) for service, currency, *sums in found}


def of_agency(month: date, *, fact_by: FactBy, day: date, managers: Sequence[UUID] | None = None) -> dict[str, Figures]:
    """By currency, of all accounts of the agency or those of these managers."""
    found = _summed("line.currency", month, fact_by, day, managers=managers)
    return {currency: Figures(*sums) for currency, *sums in found}


def _summed(
    keys: str, month: date, fact_by: FactBy, day: date, accounts: Sequence[UUID] | None = None,
    managers: Sequence[UUID] | None = None,
) -> list[Any]:  # fmt: skip
    needs_account = managers is not None or "a." in keys
    join = "join account a on a.id = line.account_id" if needs_account else ""
    where = "where a.manager_id = any (%(managers)s::uuid[])" if managers is not None else ""
    statement = f"select {keys}, {SUMS} from ({lines(fact_by)}) line {join} {where} group by {keys}"
    return prepared.rows(
        statement, parameters(month, day=day, accounts=accounts) | {"managers": managers and list(managers)}
    )


def parameters(month: date, *, day: date, accounts: Sequence[UUID] | None = None) -> dict[str, Any]:
    """What `lines` asks for."""
    return {
        "since": month,
        "until": month_from(month, 1),
        "is_over": day > last_day(month),
        "accounts": None if accounts is None else list(accounts),
    }
