"""The round over many accounts, beside a bare scan of the same rows and the insertion of as many items."""

from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter

from django.db import connection, transaction

from bench.figure import Figure, at_most
from bench.house import House
from keepstep.domain.talk.due_day import DueDay
from keepstep.round.item import Item
from keepstep.round.round import Round
from keepstep.round.run import run

SCANNED = ("account", "account_state", "project", "step", "task", "ball", "touchpoint", "milestone", "due_day")
# The same number of items and due days as the round made, copied with all their indexes and policies.
INSERT_ITEMS = """
insert into item (duty, person_id, account_id, project_id, ball_id, milestone_id, touchpoint_id,
                  since, rung, day, due, facts)
select duty, person_id, account_id, project_id, ball_id, milestone_id, touchpoint_id,
       since + 1, rung, day, due, facts
from item
"""
INSERT_DUE_DAYS = "insert into due_day (account_id, day) select account_id, day + 1 from due_day where day = %s"


def measure(house: House) -> Iterator[Figure]:
    """Seconds of the first round, of its repetition and of the floor; each is taken back before the next."""
    size = house.size.accounts
    with house.agency.entered():
        _seconds(_scan)
        scan = _seconds(_scan)
        first = _seconds(lambda: run(day=house.today, at=house.at))
        items, due_days = Item.objects.count(), DueDay.objects.filter(day=house.today).count()
        again = _seconds(lambda: run(day=house.today, at=house.at))
        insertion = _seconds(lambda: _insert(house.today))
        _clear(house.today)
    yield Figure(f"round, {size} accounts: items and due days made", items + due_days, "rows")
    yield Figure(f"round, {size} accounts: first run", first, "s")
    yield Figure(f"round, {size} accounts: second run", again, "s")
    yield Figure(f"round, {size} accounts: bare scan", scan, "s")
    yield Figure(f"round, {size} accounts: bare insertion", insertion, "s")
    yield at_most(f"round, {size} accounts: first run ÷ floor", first / (scan + insertion), "×", 5)


def _scan() -> None:
    with connection.cursor() as cursor:
        for table in SCANNED:
            cursor.execute(f"select count(t.*) from {table} t")


def _insert(today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ITEMS)
        cursor.execute(INSERT_DUE_DAYS, [today])


def _clear(today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from item")
        cursor.execute("delete from due_day where day >= %s", [today])
        cursor.execute("delete from round")
    if Round.objects.exists():
        raise RuntimeError("The round is still there: the second measure would find nothing to do.")


def _settle() -> None:
    """What the commit would cost: the references of every new row are checked then."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _seconds(act: Callable[[], object]) -> float:
    with transaction.atomic():
        begin = perf_counter()
        act()
        _settle()
        return perf_counter() - begin
