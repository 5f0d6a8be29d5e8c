"""A generated agency of any size, loaded with COPY by the owner; fates are spread evenly and without chance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connections

from keepstep.domain.agency import founding, person
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person, Role
from keepstep.postgres.provision import OWNER

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
BLOCK = 10_000


@dataclass(frozen=True)
class Size:
    accounts: int
    projects_each: int = 1
    days: int = 4


@dataclass(frozen=True)
class House:
    agency: Agency
    head: Person
    manager: Person
    size: Size


def build(size: Size) -> House:
    """An agency in which every account has projects with a step a day and some balls, tasks, words and dates."""
    name = f"Bench {size.accounts}"
    agency, head = founding.found(
        name=name, owner="Head", email=f"head@{size.accounts}.test", at=NOW - timedelta(days=90)
    )
    with agency.entered():
        manager = person.join(
            name="Manager", email=f"am@{size.accounts}.test", roles=[Role.ACCOUNT_MANAGER], head=head, at=NOW
        )
    house = House(agency, head, manager, size)
    _load(house)
    return house


def _load(house: House) -> None:
    owner = connections[OWNER]
    owner.ensure_connection()
    with owner.connection.cursor() as cursor:
        # The references hold by construction; checking eleven million of them one by one is not what is measured.
        cursor.execute("set session_replication_role = replica")
        for table, (columns, rows) in _tables(house).items():
            with cursor.copy(f"copy {table} (agency_id, {columns}) from stdin") as copy:
                for block in _blocks(rows, house.agency.id):
                    copy.write(block)
            cursor.execute(f"analyze {table}")
        cursor.execute("set session_replication_role = origin")


def _blocks(rows: Iterable[str], agency_id: UUID) -> Iterator[str]:
    block: list[str] = []
    for row in rows:
        block.append(f"{agency_id}\t{row}\n")
        if len(block) == BLOCK:
            yield "".join(block)
            block.clear()
    yield "".join(block)


def _key(kind: int, house: House, n: int) -> str:
    text = f"{0x0190_0000_0000_7000:016x}{0x8000 + kind:04x}{house.size.accounts % 0xFFFF:04x}{n:08x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _day(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def _moment(days_ago: int) -> str:
    return (NOW - timedelta(days=days_ago)).isoformat()


def _tables(house: House) -> dict[str, tuple[str, Iterator[str]]]:
    return {
        "account": ("id, name, manager_id, language, cadence, business, site, about, heard_at", _accounts(house)),
        "account_state": ("id, account_id, state, since, reason", _states(house)),
        "project": ("id, account_id, name, opened_at", _projects(house)),
        "step": ("id, project_id, at, day, title, kind, author, source, key, url", _steps(house)),
        "task": ("id, project_id, title, client_title, due, planned_at", _tasks(house)),
        "ball": ("id, project_id, side, third_party, awaited, since, due", _balls(house)),
        "touchpoint": ("id, account_id, direction, form, at, day, summary, settled_at", _touchpoints(house)),
        "milestone": ("id, project_id, title, due", _milestones(house)),
        "due_day": ("id, account_id, day, kept_at", _due_days(house)),
    }


def _accounts(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        heard = _moment(n % 9 + 1)
        yield f"{_key(1, house, n)}\tClient {n:07d}\t{house.manager.id}\ten\t{{}}\t\t\t\t{heard}"


def _states(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        state = "onboarding" if n % 50 == 0 else "paused" if n % 50 == 1 else "active"
        since = 2 if state == "onboarding" else 60
        yield f"{_key(2, house, n)}\t{_key(1, house, n)}\t{state}\t{_moment(since)}\t"


def _project_numbers(house: House) -> Iterator[tuple[int, int]]:
    for n in range(house.size.accounts * house.size.projects_each):
        yield n, n // house.size.projects_each


def _projects(house: House) -> Iterator[str]:
    for n, account in _project_numbers(house):
        yield f"{_key(3, house, n)}\t{_key(1, house, account)}\tProject {n:07d}\t{_moment(50)}"


def _steps(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        for k in range(house.size.days):
            ago = k + 1 + n % 6
            number = n * house.size.days + k
            yield f"{_key(4, house, number)}\t{_key(3, house, n)}\t{_moment(ago)}\t{_day(ago)}\tDone {k}\ttask\t\t\t\t"


def _tasks(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 10:
            yield f"{_key(5, house, n)}\t{_key(3, house, n)}\tNext\t\t{_day(-(n % 7))}\t{_moment(9)}"


def _balls(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 2:
            side = ("us", "client", "client", "third")[n // 2 % 4]
            since, due = _moment(n % 20 + 1), _day(n % 11 - 8)
            yield f"{_key(6, house, n)}\t{_key(3, house, n)}\t{side}\t\tphotos\t{since}\t{due}"


def _touchpoints(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        at, day = _moment(n % 9 + 1), _day(n % 9 + 1)
        yield f"{_key(7, house, 2 * n)}\t{_key(1, house, n)}\tout\tupdate\t{at}\t{day}\t\t{at}"
        if n % 20 == 0:
            yield f"{_key(7, house, 2 * n + 1)}\t{_key(1, house, n)}\tin\temail\t{_moment(1)}\t{_day(1)}\tWhen?\t\\N"


def _milestones(house: House) -> Iterator[str]:
    for n, _account in _project_numbers(house):
        if n % 3 == 0:
            yield f"{_key(8, house, n)}\t{_key(3, house, n)}\tLaunch\t{_day(-(n % 40))}"


def _due_days(house: House) -> Iterator[str]:
    for n in range(house.size.accounts):
        for k in range(house.size.days):
            kept = _moment(k + 1) if (n + k) % 5 else "\\N"
            yield f"{_key(9, house, n * house.size.days + k)}\t{_key(1, house, n)}\t{_day(k + 1)}\t{kept}"
