"""How accounts develop: their average check by month with its trend, and what they might buy next (§5.4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from keepstep.formulas import offers as next_offers
from keepstep.formulas.month import first_day, month_from
from keepstep.formulas.offers import Offer
from keepstep.formulas.trend import FEWEST, MONTHS, Trend, trend
from keepstep.postgres import prepared

# An average check is what was paid in the month by the number of invoices it was paid for; an advance is for none yet.
CHECKS = """
select p.account_id, p.currency, date_trunc('month', p.paid_on)::date as month, sum(a.amount) as paid,
       count(distinct a.invoice_id) as invoices
from payment p
join allocation a on a.payment_id = p.id and a.undone_at is null
where p.undone_at is null and p.paid_on >= %(since)s and p.paid_on < %(until)s
  and (%(accounts)s::uuid[] is null or p.account_id = any (%(accounts)s::uuid[]))
group by 1, 2, 3
"""
PURCHASES = """
select distinct v.account_id, l.service_id
from invoice v
join invoice_line l on l.invoice_id = v.id
where v.issued_at is not null and v.cancelled_at is null and l.service_id is not null
"""

# The same as `formulas.trend`, for rules, which are SQL: months by number, in the currency of most invoices.
TRENDS = f"""
with checks as materialized ({CHECKS}),
main as (
    select distinct on (account_id) account_id, currency from checks
    group by account_id, currency order by account_id, sum(invoices) desc, currency
),
month as (
    select account_id, extract(year from month)::int * 12 + extract(month from month)::int as number,
           ln((paid / invoices)::float8) as height, count(*) over (partition by account_id) as months
    from checks join main using (account_id, currency)
)
select one.account_id,
       exp(percentile_cont(0.5) within group (order by (other.height - one.height) / (other.number - one.number))) - 1
           as rate, one.months
from month one join month other on other.account_id = one.account_id and other.number > one.number
where one.months >= {FEWEST}
group by one.account_id, one.months
""".replace("%(since)s", f"(date_trunc('month', %(day)s::date) - interval '{MONTHS} months')::date").replace(
    "%(until)s", "date_trunc('month', %(day)s::date)::date"
)
"""SQL: account_id, rate and how many months, of the six full ones before %(day)s; of who paid in three at least."""


@dataclass(frozen=True)
class Check:
    """Of a month: what was paid, for how many invoices."""

    paid: Decimal
    invoices: int

    @property
    def average(self) -> Decimal:
        return self.paid / self.invoices


@dataclass(frozen=True)
class Development:
    """`checks` by month, in the currency in which the account pays for most invoices; a month without any is absent."""

    currency: str = ""
    checks: dict[date, Check] = field(default_factory=dict)
    trend: Trend = field(default_factory=lambda: trend({}))


def of_accounts(accounts: Sequence[UUID], *, day: date, months: int = MONTHS) -> dict[UUID, Development]:
    """Of the full months before the day; the trend is of the last six of them. Who paid nothing is absent."""
    month = first_day(day)
    rows: dict[UUID, dict[str, dict[date, Check]]] = defaultdict(lambda: defaultdict(dict))
    values = {"since": month_from(month, -months), "until": month, "accounts": list(accounts)}
    for account, currency, of, paid, invoices in prepared.rows(CHECKS, values):
        rows[account][currency][of] = Check(paid, invoices)
    return {account: _development(by_currency, month) for account, by_currency in rows.items()}


def _development(by_currency: dict[str, dict[date, Check]], month: date) -> Development:
    currency, checks = min(by_currency.items(), key=lambda one: (-sum(c.invoices for c in one[1].values()), one[0]))
    first = month_from(month, -MONTHS)
    counted = {_number(of): float(check.average) for of, check in checks.items() if of >= first}
    return Development(currency, checks, trend(counted))


def _number(month: date) -> int:
    return month.year * 12 + month.month


@dataclass(frozen=True)
class Market:
    """Who buys what with what, of the whole agency."""

    pairs: dict[tuple[UUID, UUID], int]
    buyers: dict[UUID, int]
    accounts: int

    def offers(self, bought: Sequence[UUID]) -> list[Offer[UUID]]:
        return next_offers.offers(bought, pairs=self.pairs, buyers=self.buyers, accounts=self.accounts)


def market() -> Market:
    statement = f"""
        with bought as materialized ({PURCHASES})
        select one.service_id, other.service_id, count(*), (select count(distinct account_id) from bought)
        from bought one join bought other using (account_id) group by 1, 2
    """
    pairs, buyers, accounts = {}, {}, 0
    for one, other, count, accounts in prepared.rows(statement):  # noqa: B007  # all rows tell the same number
        if one == other:
            buyers[one] = count
        else:
            pairs[one, other] = count
    return Market(pairs, buyers, accounts)


def bought_by(accounts: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The services each of them has ever been invoiced for."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    statement = f"{PURCHASES} and v.account_id = any (%(accounts)s::uuid[])"
    for account, service in prepared.rows(statement, {"accounts": list(accounts)}):
        found[account].append(service)
    return found
