"""The figures of the ledger over many projects with twenty balls each, beside a bare scan of the balls and notices."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import perf_counter

from django.db import connection, connections

from bench import cpu
from bench.figure import Figure, at_most
from bench.house import House, copied, key, tidy
from keepstep.domain.delivery.ledger_figures import By, figures
from keepstep.domain.delivery.ledger_scope import Portfolio
from keepstep.postgres.provision import OWNER

BALLS = 20
SIDES = ("us", "client", "third", "client")
SCANNED = ("ball", "notice")
MOST = 25


def measure(house: House) -> Iterator[Figure]:
    """CPU seconds of the database's session for the statement and, before each, for the floor; the best of two each."""
    _load(house)
    size = house.size.accounts * house.size.projects_each
    with house.agency.entered():
        for by in (By.PROJECT, By.MANAGER):
            scans, asked = [], []
            for _ in range(2):
                scans.append(_spent(_scan))
                asked.append(_spent(lambda by=by: figures(Portfolio(), by=by, at=house.at, limit=80)))  # type: ignore[misc]
            (took, busy), (scan, scan_busy) = min(asked), min(scans)
            name = f"ledger, {size} projects by {by.name.lower()}"
            yield Figure(f"{name}: elapsed", took, "s")
            yield Figure(f"{name}: CPU", busy, "s")
            yield Figure(f"{name}: bare scan of balls and notices, elapsed", scan, "s")
            yield Figure(f"{name}: bare scan of balls and notices, CPU", scan_busy, "s")
            yield at_most(f"{name}: CPU ÷ bare scan", busy / scan_busy, "×", MOST)


def _load(house: House) -> None:
    """Balls that follow one another every two days, two at a time; the client is asked about half of its own."""
    owner = connections[OWNER]
    owner.ensure_connection()
    with owner.connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("truncate ball, notice cascade")
        copied(cursor, house, "ball", "id, project_id, side, third_party, awaited, since, passed_at", _balls(house))
        copied(cursor, house, "notice", "id, ball_id, at, day, how", _notices(house))
        cursor.execute("set session_replication_role = origin")
    tidy("ball", "notice")


def _balls(house: House) -> Iterator[str]:
    for project in range(house.size.accounts * house.size.projects_each):
        for n in range(BALLS):
            since, passed = (house.moment(days) for days in (_ago(n), _ago(n) - 3 - project % 2))
            until = passed if n < BALLS - 1 else "\\N"
            side = SIDES[(project + n) % len(SIDES)]
            yield f"{key(20, house, project * BALLS + n)}\t{key(3, house, project)}\t{side}\t\tphotos\t{since}\t{until}"


def _notices(house: House) -> Iterator[str]:
    for project in range(house.size.accounts * house.size.projects_each):
        for n in range(BALLS):
            if SIDES[(project + n) % len(SIDES)] == "client" and (project + n) % 4 == 1:
                number, ago = project * BALLS + n, _ago(n) - 1
                told = f"{house.moment(ago)}\t{house.at.date() - timedelta(days=ago)}\tcall"
                yield f"{key(21, house, number)}\t{key(20, house, number)}\t{told}"


def _ago(n: int) -> int:
    return 2 * (BALLS - n) + 5


def _scan() -> None:
    with connection.cursor() as cursor:
        for table in SCANNED:
            cursor.execute(f"select count(t.*) from {table} t")


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds elapsed, and those in which the session had a processor."""
    before, begin = cpu.of_sessions(), perf_counter()
    act()
    took = perf_counter() - begin
    return took, cpu.spent(before, cpu.of_sessions())
