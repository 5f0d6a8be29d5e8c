"""Tenures: since when each client has paid, until when it was with us, and what it paid, of an agency in a statement
each (§5.6). What is paid in another currency than the one asked for is never added to it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from keepstep.formulas.retention import Cell

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spans:
    """Full months before this day: the last three, the same three a year before, and the last twelve."""

    day: date

    @property
    def now(self) -> tuple[date, date]:
        return self._months(3, 0)

    @property
    def before(self) -> tuple[date, date]:
        return self._months(15, 12)

    @property
    def year(self) -> tuple[date, date]:
        return self._months(12, 0)

    def _months(self, since: int, until: int) -> tuple[date, date]:
        """The first and the last day."""
        return month_before(self.day, since), month_before(self.day, until) - DAY


def month_before(day: date, n: int) -> date:
    """The first day of the month that began so many months before that of this day."""
    months = day.year * 12 + day.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)


class Tenure(NamedTuple):
    """`left` is None while the client is with us. Amounts are in the currency asked for: all there was, what came in
    the last twelve full months, in the last three, and in the same three a year before."""

    account_id: UUID
    first: date
    left: date | None
    amount: Decimal
    year: Decimal
    now: Decimal
    before: Decimal


class Elsewhere(NamedTuple):
    """What the figures leave out: income of the last twelve full months in another currency."""

    currency: str
    amount: Decimal
    clients: int


class Reason(NamedTuple):
    """Why clients left; without a name: nobody said."""

    name: str
    clients: int


TENURES = """
select p.account_id, p.first, (s.since at time zone %(zone)s)::date, p.amount, p.year, p.now, p.before
from (
    select account_id, min(paid_on) as first,
           coalesce(sum(amount) filter (where currency = %(currency)s), 0) as amount,
           coalesce(sum(amount) filter (where currency = %(currency)s and paid_on between %(year)s and %(until)s), 0)
               as year,
           coalesce(sum(amount) filter (where currency = %(currency)s and paid_on between %(now)s and %(until)s), 0)
               as now,
           coalesce(sum(amount) filter (
               where currency = %(currency)s and paid_on between %(before)s and %(before_until)s
           ), 0) as before
    from payment
    where undone_at is null and paid_on <= %(day)s
    group by account_id
) p
left join account_state s on s.account_id = p.account_id and s.state = 'churned' and s.since < %(ends)s
                         and (s.until is null or s.until >= %(ends)s)
"""
COHORTS = """
select quarter(f.first), quarter(p.paid_on), count(distinct p.account_id),
       coalesce(sum(p.amount) filter (where p.currency = %(currency)s), 0)
from payment p
join (select account_id, min(paid_on) as first from payment where undone_at is null group by account_id) f
  on f.account_id = p.account_id
where p.undone_at is null and p.paid_on < %(ends)s and f.first >= %(begins)s
group by 1, 2
"""
QUARTER = "(extract(year from {0})::int * 4 + extract(quarter from {0})::int - 1)"
MONTHS = """
select date_trunc('month', paid_on)::date, sum(amount)
from payment
where undone_at is null and currency = %(currency)s and paid_on >= %(since)s and paid_on < %(until)s
group by 1
order by 1
"""
ELSEWHERE = """
select currency, sum(amount), count(distinct account_id)
from payment
where undone_at is null and currency <> %(currency)s and paid_on between %(year)s and %(until)s
group by currency
order by currency
"""
REASONS = """
select coalesce(r.name, ''), count(*)
from account_state s
left join churn_reason r on r.id = s.because_id
where s.state = 'churned' and s.since < %(ends)s and (s.until is null or s.until >= %(ends)s) and s.since >= %(begins)s
group by 1
order by 2 desc, 1
"""


def tenures(*, currency: str, day: date, zone: ZoneInfo) -> list[Tenure]:
    """Of every client who has ever paid, as it stood at the end of that day."""
    spans = Spans(day)
    known = {
        "currency": currency, "day": day, "zone": str(zone), "ends": _midnight(day + DAY, zone),
        "year": spans.year[0], "now": spans.now[0], "until": spans.now[1], "before": spans.before[0],
        "before_until": spans.before[1],
    }  # fmt: skip
    return [Tenure(*row) for row in _rows(TENURES, known)]


def by_quarter(*, currency: str, since: int, until: int) -> dict[tuple[int, int], Cell]:
    """How many clients of each quarter of the first payment paid in each quarter, and how much. Quarters are running
    numbers, `since` the first and `until` the last of them."""
    statement = COHORTS.replace("quarter(f.first)", QUARTER.format("f.first"))
    statement = statement.replace("quarter(p.paid_on)", QUARTER.format("p.paid_on"))
    known = {"currency": currency, "begins": quarter_begins(since), "ends": quarter_begins(until + 1)}
    return {(first, paid): Cell(clients, amount) for first, paid, clients, amount in _rows(statement, known)}


def quarter(day: date) -> int:
    """Quarters in running numbers, so that they can be counted."""
    return day.year * 4 + (day.month - 1) // 3


def quarter_begins(number: int) -> date:
    return date(number // 4, number % 4 * 3 + 1, 1)


def by_month(*, currency: str, day: date, months: int) -> dict[date, Decimal]:
    """What came in each of the last full months, by its first day; months in which nothing came too."""
    found = dict.fromkeys([month_before(day, n) for n in range(months, 0, -1)], Decimal(0))
    known = {"currency": currency, "since": month_before(day, months), "until": month_before(day, 0)}
    return found | dict(_rows(MONTHS, known))


def elsewhere(*, currency: str, day: date) -> list[Elsewhere]:
    since, until = Spans(day).year
    return [Elsewhere(*row) for row in _rows(ELSEWHERE, {"currency": currency, "year": since, "until": until})]


def reasons(*, day: date, zone: ZoneInfo, months: int) -> list[Reason]:
    """Why those left who went within so many months and have not come back, the commonest first."""
    known = {"begins": _midnight(month_before(day, months), zone), "ends": _midnight(day + DAY, zone)}
    return [Reason(*row) for row in _rows(REASONS, known)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _rows(statement: str, known: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        return list(cursor.fetchall())
