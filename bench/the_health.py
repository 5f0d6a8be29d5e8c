"""A day's health of every client, found and kept, beside a bare scan of the rows it is found in and the insertion of as
many days."""

from collections.abc import Callable, Iterator
from time import perf_counter

from django.db import connection, transaction

from bench.figure import Figure
from bench.house import House
from keepstep.domain.agency.health_weights import PARTS
from keepstep.domain.clients import dossier_field
from keepstep.round import health_history
from keepstep.round.health_history import HealthDay

SCANNED = ("account", "account_state", "project", "step", "ball", "touchpoint", "due_day", "invoice", "plan_line")
INSERT = f"""
insert into health_day (account_id, day, score, {", ".join(PARTS)})
select account_id, day + 1, score, {", ".join(PARTS)} from health_day
"""


def measure(house: House) -> Iterator[Figure]:
    """Seconds, the best of three; each is taken back before the next. The floor is the scan and the insertion."""
    name = f"health, {house.size.accounts} accounts"
    with house.agency.entered():
        dossier_field.offered(house.agency)
        scan = min(_seconds(_scan) for _ in range(3))
        took = min(_seconds(lambda: _keep(house)) for _ in range(3))
        _keep(house)
        rows = HealthDay.objects.count()
        insertion = min(_seconds(_insert) for _ in range(3))
        HealthDay.objects.all().delete()
    yield Figure(f"{name}: days kept", rows, "rows")
    yield Figure(f"{name}: keeping them", took, "s")
    yield Figure(f"{name}: a second", rows / took, "rows")
    yield Figure(f"{name}: bare scan", scan, "s")
    yield Figure(f"{name}: bare insertion", insertion, "s")
    yield Figure(f"{name}: keeping ÷ floor", took / (scan + insertion), "×")


def _keep(house: House) -> None:
    health_history.keep(day=house.today, at=house.at)


def _scan() -> None:
    with connection.cursor() as cursor:
        for table in SCANNED:
            cursor.execute(f"select count(t.*) from {table} t")


def _insert() -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT)


def _seconds(act: Callable[[], object]) -> float:
    """With what the commit would cost."""
    with transaction.atomic():
        begin = perf_counter()
        act()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        took = perf_counter() - begin
        transaction.set_rollback(True)
    return took
