"""A generated agency of any size, loaded with COPY by the owner; fates are spread evenly and without chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import psycopg
from django.db import connections

from keepstep.domain.agency import founding, person
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person, Role
from keepstep.postgres.provision import OWNER

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday: what does not look at the clock is the same in every run."""

BLOCK = 10_000


@dataclass(frozen=True)
class Size:
    """`clients_each` is how many accounts a manager has; one account in `one_rests_in` rests by agreement, and one
    project in as many; 0 is none."""

    accounts: int
    projects_each: int = 1
    days: int = 4
    clients_each: int = 80
    one_rests_in: int = 0


@dataclass(frozen=True)
class House:
    """`manager` is the first of the managers, `at` the moment the facts lead up to."""

    agency: Agency
    head: Person
    manager: Person
    size: Size
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def moment(self, days_ago: int) -> str:
        return (self.at - timedelta(days=days_ago)).isoformat()

    def manager_of(self, account: int) -> str:
        n = account // self.size.clients_each
        return key(11, self, n) if n else str(self.manager.id)


def build(size: Size, *, at: datetime = NOW) -> House:
    """An agency in which every account has projects with a step a day and some balls, tasks, words and dates."""
    name = f"Bench {size.accounts}"
    agency, head = founding.found(
        name=name, owner="Head", email=f"head@{size.accounts}.test", at=at - timedelta(days=90)
    )
    with agency.entered():
        manager = person.join(
            name="Manager", email=f"am@{size.accounts}.test", roles=[Role.ACCOUNT_MANAGER], head=head, at=at
        )
    house = House(agency, head, manager, size, at)
    _load(house)
    return house


def _load(house: House) -> None:
    owner = connections[OWNER]
    owner.ensure_connection()
    with owner.connection.cursor() as cursor:
        # The references hold by construction; checking eleven million of them one by one is not what is measured.
        cursor.execute("set session_replication_role = replica")
        _copy(cursor, "login", "id, email, password", _logins(house))
        for table, (columns, rows) in _tables(house).items():
            copied(cursor, house, table, columns, rows)
        cursor.execute("set session_replication_role = origin")
    tidy(*_tables(house), "login")


def tidy(*tables: str) -> None:
    """What the server does by itself some minutes after many rows have come; to all tables, if none is named."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"vacuum (analyze) {', '.join(tables)}")


def copied(cursor: psycopg.Cursor[Any], house: House, table: str, columns: str, rows: Iterator[str]) -> None:
    """More rows of the house's agency."""
    _copy(cursor, table, f"agency_id, {columns}", (f"{house.agency.id}\t{row}" for row in rows))


def _copy(cursor: psycopg.Cursor[Any], table: str, columns: str, rows: Iterator[str]) -> None:
    with cursor.copy(f"copy {table} ({columns}) from stdin".encode()) as copy:
        while block := list(islice(rows, BLOCK)):
            copy.write("\n".join([*block, ""]))


def key(kind: int, house: House, n: int) -> str:
    text = f"{0x0190_0000_0000_7000:016x}{0x8000 + kind:04x}{house.size.accounts % 0xFFFF:04x}{n:08x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _tables(house: House) -> dict[str, tuple[str, Iterator[str]]]:
    return {
        "person": ("id, login_id, name, roles, head_id, language, phone, joined_at", _managers(house)),
        "account": ("id, name, manager_id, language, cadence, business, site, about, heard_at", _accounts(house)),
        "account_state": ("id, account_id, state, since, reason", _states(house)),
        "project": ("id, account_id, name, opened_at", _projects(house)),
        "step": ("id, project_id, at, day, title, kind, author, source, key, url", _steps(house)),
        "task": ("id, project_id, title, client_title, due, planned_at", _tasks(house)),
        "ball": ("id, project_id, side, third_party, awaited, since, due", _balls(house)),
        "touchpoint": ("id, account_id, direction, form, at, day, summary, settled_at", _touchpoints(house)),
        "milestone": ("id, project_id, title, due", _milestones(house)),
        "due_day": ("id, account_id, day, kept_at", _due_days(house)),
        "pause": ("id, account_id, project_id, since, until, agreed_with, reason, said_at", _pauses(house)),
    }


def _manager_numbers(house: House) -> range:
    return range(1, -(-house.size.accounts // house.size.clients_each))


def _logins(house: House) -> Iterator[str]:
    for n in _manager_numbers(house):
        yield f"{key(10, house, n)}\tam{n}@{house.size.accounts}.test\t!"


def _managers(house: House) -> Iterator[str]:
    for n in _manager_numbers(house):
        person, login = key(11, house, n), key(10, house, n)
        yield f"{person}\t{login}\tManager {n:05d}\t{{am}}\t{house.head.id}\t\t\t{house.moment(60)}"


def _accounts(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        heard = house.moment(n % 9 + 1)
        yield f"{key(1, house, n)}\tClient {n:07d}\t{house.manager_of(n)}\ten\t{{}}\t\t\t\t{heard}"


def _states(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        state = "onboarding" if n % 50 == 0 else "paused" if n % 50 == 1 else "active"
        since = 2 if state == "onboarding" else 60
        yield f"{key(2, house, n)}\t{key(1, house, n)}\t{state}\t{house.moment(since)}\t"


def _project_numbers(house: House) -> Iterator[tuple[int, int]]:
    for n in range(house.size.accounts * house.size.projects_each):
        yield n, n // house.size.projects_each


def _projects(house: House) -> Iterator[str]:
    for n, account in _project_numbers(house):
        yield f"{key(3, house, n)}\t{key(1, house, account)}\tProject {n:07d}\t{house.moment(50)}"


def _steps(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        for k in range(house.size.days):
            ago = k + 1 + n % 6
            number = n * house.size.days + k
            step, project = key(4, house, number), key(3, house, n)
            yield f"{step}\t{project}\t{house.moment(ago)}\t{house.day(ago)}\tDone {k}\ttask\t\t\t\t"


def _tasks(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 10:
            yield f"{key(5, house, n)}\t{key(3, house, n)}\tNext\t\t{house.day(-(n % 7))}\t{house.moment(9)}"


def _balls(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 2:
            side = ("us", "client", "client", "third")[n // 2 % 4]
            since, due = house.moment(n % 20 + 1), house.day(n % 11 - 8)
            yield f"{key(6, house, n)}\t{key(3, house, n)}\t{side}\t\tphotos\t{since}\t{due}"


def _touchpoints(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        at, day = house.moment(n % 9 + 1), house.day(n % 9 + 1)
        account, yesterday = key(1, house, n), house.day(1)
        yield f"{key(7, house, 2 * n)}\t{account}\tout\tupdate\t{at}\t{day}\t\t{at}"
        if n % 20 == 0:
            yield f"{key(7, house, 2 * n + 1)}\t{account}\tin\temail\t{house.moment(1)}\t{yesterday}\tWhen?\t\\N"


def _milestones(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 3 == 0:
            yield f"{key(8, house, n)}\t{key(3, house, n)}\tLaunch\t{house.day(-(n % 40))}"


def _due_days(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        for k in range(house.size.days):
            kept = house.moment(k + 1) if (n + k) % 5 else "\\N"
            yield f"{key(9, house, n * house.size.days + k)}\t{key(1, house, n)}\t{house.day(k + 1)}\t{kept}"


def _pauses(house: House) -> Iterator[str]:
    """Every other one of them has ended."""
    for n, account in _project_numbers(house) if house.size.one_rests_in else ():
        place = n % house.size.one_rests_in
        if place in {2, 5}:
            project = key(3, house, n) if place == 5 else "\\N"
            until = house.moment(3) if n // house.size.one_rests_in % 2 else "\\N"
            since = house.moment(20)
            yield f"{key(12, house, n)}\t{key(1, house, account)}\t{project}\t{since}\t{until}\tIna\t\t{since}"
