"""What an account bought in a month, by service: what was paid or, if the agency measures so, what was invoiced (§4).

A payment belongs to its day, and what it pays of an invoice is split over the lines in proportion to their totals,
exact to the cent. An advance is of no service yet. Whatever comes, no fact gets less by it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from keepstep.domain.agency.agency import FactBy
from keepstep.formulas.month import month_from
from keepstep.postgres import prepared

NOTHING = Decimal(0)


class Line(NamedTuple):
    """Without a service: an advance, or what was sold beside the catalogue."""

    account: UUID
    service: UUID | None
    currency: str


def split(amount: str, invoice: str) -> str:
    """SQL: that amount of an invoice by service. Parts are differences of rounded sums, so that all make the whole."""
    until, before = "sum(l.total) over w", "(sum(l.total) over w - l.total)"
    whole = "nullif(sum(l.total) over (), 0)"
    return f"""lateral (
    select l.service_id, round({amount} * {until} / {whole}, 2) - round({amount} * {before} / {whole}, 2) as amount
    from invoice_line l where l.invoice_id = {invoice} window w as (order by l.place)
)"""


PAID = f"""
select p.account_id, part.service_id, p.currency, p.paid_on as day, part.amount
from payment p
join allocation a on a.payment_id = p.id and a.undone_at is null
cross join {split("a.amount", "a.invoice_id")} part
where p.undone_at is null and p.paid_on >= %(since)s and p.paid_on < %(until)s
  and (%(accounts)s::uuid[] is null or p.account_id = any (%(accounts)s::uuid[]))
union all
select p.account_id, null::uuid, p.currency, p.paid_on, p.amount - p.spent
from payment p
where p.undone_at is null and p.spent < p.amount and p.paid_on >= %(since)s and p.paid_on < %(until)s
  and (%(accounts)s::uuid[] is null or p.account_id = any (%(accounts)s::uuid[]))
"""
INVOICED = """
select v.account_id, l.service_id, v.currency, v.issued_on as day, l.total as amount
from invoice v
join invoice_line l on l.invoice_id = v.id
where v.cancelled_at is null and v.issued_on >= %(since)s and v.issued_on < %(until)s
  and (%(accounts)s::uuid[] is null or v.account_id = any (%(accounts)s::uuid[]))
"""
FACTS = {FactBy.PAYMENT: PAID, FactBy.INVOICE: INVOICED}
"""SQL: account_id, service_id, currency, day, amount, of the days from `since` until before `until`."""


def by_month(month: date, *, months: int, fact_by: FactBy, accounts: Sequence[UUID]) -> dict[Line, dict[date, Decimal]]:
    """The facts of so many months before this one; a month without any is absent."""
    found: dict[Line, dict[date, Decimal]] = defaultdict(dict)
    for account, service, currency, day, amount in _rows(month, months, fact_by, accounts):
        found[Line(account, service, currency)][day] = amount
    return found


def _rows(
    month: date, months: int, fact_by: FactBy, accounts: Sequence[UUID]
) -> Iterator[tuple[UUID, UUID | None, str, date, Decimal]]:
    statement = f"""
        select account_id, service_id, currency, date_trunc('month', day)::date, sum(amount)
        from ({FACTS[fact_by]}) fact group by 1, 2, 3, 4
    """
    values = {"since": month_from(month, -months), "until": month, "accounts": list(accounts)}
    return iter(prepared.rows(statement, values))
