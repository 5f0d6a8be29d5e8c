"""All figures of the company's page over a million lines of invoices, beside a bare aggregate over the same rows and
beside pandas, which finds the money's figures in the same rows."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter, process_time
from typing import Any

from django.db import connection, connections
from django.utils import translation

from bench import cpu
from bench.beside_pandas import beside_pandas
from bench.figure import Figure
from bench.house import House, copied, key, tidy
from keepstep.desk import Desk, of_management
from keepstep.domain.agency import legal_entity, service
from keepstep.domain.clients import payer
from keepstep.domain.clients.account import Account
from keepstep.domain.money.tenure import month_before
from keepstep.formulas.month import month_from
from keepstep.outlet.company import paper
from keepstep.outlet.company.figures import Figures, gather
from keepstep.postgres.provision import OWNER

MONTHS, LINES, ONE_LEAVES_IN = 36, 4, 5
TABLES = ("invoice", "invoice_line", "payment", "allocation", "plan_line")
FLOOR = (
    ("invoice_line", "sum(total)"), ("payment", "sum(amount)"), ("allocation", "sum(amount)"),
    ("due_day", "count(kept_at)"),
)  # fmt: skip
LEAVE = """
update account_state set state = 'churned', since = gone.at
from (
    select account_id, max(paid_on)::timestamptz + interval '20 days' as at from payment
    group by account_id having max(paid_on) < %s
) gone
where gone.account_id = account_state.account_id
"""
Times = tuple[float, float, float]


def measure(house: House) -> Iterator[Figure]:
    """Seconds elapsed, of the database's session and of ours; the best of three each."""
    _load(house)
    with house.agency.entered(), translation.override("en"):
        desk = of_management(house.agency)
        floors, asked, found = [], [], None
        for _ in range(3):
            floors.append(_spent(_floor)[0])
            times, found = _spent(lambda: _figures(desk, house))
            asked.append(times)
        took, database, ours = min(asked)
        floor, floor_database, _none = min(floors)
        name = f"company, {_lines(house)} lines of {house.size.accounts} accounts"
        yield Figure(f"{name}: elapsed", took, "s")
        yield Figure(f"{name}: CPU of the database", database, "s")
        yield Figure(f"{name}: CPU of the application", ours, "s")
        yield Figure(f"{name}: bare aggregate, elapsed", floor, "s")
        yield Figure(f"{name}: bare aggregate, CPU", floor_database, "s")
        yield Figure(f"{name}: elapsed ÷ bare aggregate", took / floor, "×")
        yield from beside_pandas(name, house, found, took)


def _figures(desk: Desk, house: House) -> Figures:
    """With all that is derived from the rows, and in words as the page says it."""
    found = gather(desk, at=house.at)
    paper.of(found, agency=house.agency.name)
    _derived = found.satisfactions, found.staying.curve, found.staying.value
    return found


def _load(house: House) -> None:
    with house.agency.entered():
        ours = legal_entity.enter(
            form="abroad", name="Bench GmbH", currency=house.agency.currency, number="DE89370400440532013000",
            bic="COBADEFF",
        )  # fmt: skip
        sold = service.offer(name="Work", unit="hour", price=Decimal(100), currency=house.agency.currency)
        paying = payer.enter(Account.objects.all()[0], form="abroad", name="Bench Ltd")
    owner = connections[OWNER]
    owner.ensure_connection()
    with owner.connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        invoice = (
            "id, account_id, entity_id, payer_id, language, currency, vat, days_to_pay, basis, note, net, tax, total,"
            " at, number, year, serial, issued_at, issued_on, due, ours, theirs, paid"
        )
        copied(cursor, house, "invoice", invoice, _invoices(house, ours.pk, paying.pk))
        line = "id, invoice_id, place, name, unit, quantity, price, discount, net, tax, total"
        copied(cursor, house, "invoice_line", line, _invoice_lines(house))
        payment = "id, account_id, entity_id, amount, currency, paid_on, purpose, way, spent, at"
        copied(cursor, house, "payment", payment, _payments(house, ours.pk))
        copied(cursor, house, "allocation", "id, payment_id, invoice_id, amount, reason, at", _allocations(house))
        copied(cursor, house, "plan_line", "id, account_id, service_id, month, amount, currency, why, at",
               _plan_lines(house, sold.pk))  # fmt: skip
        cursor.execute(LEAVE, [month_before(house.today, 3)])
        cursor.execute("set session_replication_role = origin")
    tidy(*TABLES, "account_state")


def _bills(house: House) -> Iterator[tuple[int, int, date, int]]:
    """Number, account, day and amount: a bill a month, which grows by a euro a month; one account in five has left."""
    number = 0
    for account in range(house.size.accounts):
        since = MONTHS - account % 12
        until = 6 + account % 18 if account % ONE_LEAVES_IN == 0 else 1
        for ago in range(since, until - 1, -1):
            yield (
                number,
                account,
                month_before(house.today, ago) + timedelta(days=account % 20),
                300 + 3 * (since - ago),
            )
            number += 1


def _lines(house: House) -> int:
    return LINES * sum(1 for _ in _bills(house))


def _invoices(house: House, entity: Any, payer: Any) -> Iterator[str]:
    for n, account, day, amount in _bills(house):
        sums = f"{amount}\t0\t{amount}\t{day}"
        facts = f"{entity}\t{payer}\ten\t{house.agency.currency}\tnone\t5\t\t\t{sums}\t{n}\t{day.year}\t{n}"
        issued = f"{day}\t{day}\t{day}\t{{}}\t{{}}\t{amount}"
        yield f"{key(30, house, n)}\t{key(1, house, account)}\t{facts}\t{issued}"


def _invoice_lines(house: House) -> Iterator[str]:
    for n, _account, _day, amount in _bills(house):
        for place in range(LINES):
            part = amount // LINES
            facts = f"{place + 1}\tWork\thour\t1\t{part}\t0\t{part}\t0\t{part}"
            yield f"{key(31, house, n * LINES + place)}\t{key(30, house, n)}\t{facts}"


def _payments(house: House, entity: Any) -> Iterator[str]:
    for n, account, day, amount in _bills(house):
        facts = f"{entity}\t{amount}\t{house.agency.currency}\t{day}\t\tbank\t{amount}\t{day}"
        yield f"{key(32, house, n)}\t{key(1, house, account)}\t{facts}"


def _allocations(house: House) -> Iterator[str]:
    for n, _account, day, amount in _bills(house):
        yield f"{key(33, house, n)}\t{key(32, house, n)}\t{key(30, house, n)}\t{amount}\t\t{day}"


def _plan_lines(house: House, sold: Any) -> Iterator[str]:
    this = month_before(house.today, 0)
    for account in range(house.size.accounts):
        for k, month in enumerate((month_from(this, -1), this)):
            begins = month - timedelta(days=3)
            facts = f"{sold}\t{month}\t400\t{house.agency.currency}\t\t{begins}"
            yield f"{key(34, house, 2 * account + k)}\t{key(1, house, account)}\t{facts}"


def _floor() -> None:
    with connection.cursor() as cursor:
        for table, aggregate in FLOOR:
            cursor.execute(f"select {aggregate} from {table}")


def _spent(act: Callable[[], Any]) -> tuple[Times, Any]:
    before, begin, ours = cpu.of_sessions(), perf_counter(), process_time()
    answer = act()
    took, own = perf_counter() - begin, process_time() - ours
    return (took, cpu.spent(before, cpu.of_sessions()), own), answer
