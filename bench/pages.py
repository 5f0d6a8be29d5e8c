"""Pages at several sizes: requests a second, p95, queries, and the CPU time of application and database."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import cpu
from bench.figure import Figure, at_most, figure
from bench.house import House, Size, build, tidy
from bench.server import Server, serving
from keepstep.domain.agency.person import Person
from keepstep.round.item import Item, open_of
from keepstep.round.run import run

WARM_UP, REQUESTS, ROUNDS = 40, 160, 3
ROWS = (b'<th scope="row"', b'<li class="item"', b'<li class="deal-card"')
MOST_QUERIES, MOST_CPU, MOST_GROWTH = 15, 5, 1.5


@dataclass(frozen=True)
class Page:
    """`is_of_all`: looked at by the head, who sees every account; else by a manager of eighty, of whose items `most`
    are left, if it is given."""

    name: str
    path: str
    is_of_all: bool
    most: int | None = None

    def reader(self, house: House) -> Person:
        return house.head if self.is_of_all else house.manager


PAGES = (
    Page("Today", "/", is_of_all=False),
    Page("Today of 80 rows", "/", is_of_all=False, most=80),
    Page("clients", "/accounts/", is_of_all=True),
    Page("projects", "/projects/", is_of_all=True),
    Page("stalls", "/stalls/", is_of_all=False),
)


@dataclass(frozen=True)
class Load:
    """Of one page at one size: per request in milliseconds, but for the requests a second."""

    a_second: float
    p95: float
    application: float
    database: float


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    houses = [_house(size) for size in sizes]
    yield from loads(PAGES, [(house, f"{house.size.accounts} accounts") for house in houses], most_cpu=MOST_CPU)


def loads(
    pages: Sequence[Page], houses: Sequence[tuple[House, str]], *, most_cpu: float | None = None
) -> Iterator[Figure]:
    """Each page in each house, the smallest of which comes first, with a word for its size."""
    with serving() as server:
        for page in pages:
            smallest = None
            for house, size in houses:
                name = f"{page.name}, {size}"
                cookie, queries, rows = _sign_in(page, house)
                load = _load(server, page, cookie)
                smallest = smallest or load
                yield Figure(f"{name}: rows", rows, "a page")
                yield Figure(f"{name}: requests", load.a_second, "a second")
                yield at_most(f"{name}: queries", queries, "a page", MOST_QUERIES)
                yield Figure(f"{name}: CPU of the application", load.application, "ms")
                yield Figure(f"{name}: CPU of the database", load.database, "ms")
                yield figure(f"{name}: CPU", load.application + load.database, "ms", most_cpu)
                yield Figure(f"{name}: p95", load.p95, "ms")
                yield at_most(f"{name}: p95 ÷ p95 of the smallest", load.p95 / smallest.p95, "×", MOST_GROWTH)


def _house(size: int) -> House:
    """Its facts lead up to this morning, or the last one before a weekend; its round has been run."""
    print(f"loading {size} accounts …", file=sys.stderr, flush=True)
    at = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    while at.weekday() > 4:
        at -= timedelta(days=1)
    house = build(Size(size), at=at)
    with house.agency.entered():
        run(day=house.today, at=at)
    tidy("item", "due_day")
    return house


def _sign_in(page: Page, house: House) -> tuple[str, int, int]:
    """The cookies of the page's reader, who has been here before; the queries and the rows of the page."""
    if page.most is not None:
        _leave(house, page.most)
    browser = Client()
    browser.force_login(page.reader(house).login, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.get(page.path)
    with CaptureQueriesContext(connection) as queries:
        shown = browser.get(page.path).content
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return cookies, len(queries), sum(shown.count(mark) for mark in ROWS)


def _leave(house: House, most: int) -> None:
    """The manager has the first of their items to do, and no others."""
    with house.agency.entered():
        kept = list(open_of(house.manager).values_list("pk", flat=True)[:most])
        Item.objects.of(house.manager).exclude(pk__in=kept).delete()


def _load(server: Server, page: Page, cookie: str) -> Load:
    """The best of some rounds, since others use the machine too."""
    server.ask(page.path, cookie, times=WARM_UP)
    rounds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        taken = server.ask(page.path, cookie, times=REQUESTS)
        rounds.append((len(taken) / (perf_counter() - begin), quantiles(taken, n=20)[-1] * 1000))
    application, database = min((_cost(server, page, cookie) for _ in range(ROUNDS)), key=sum)
    return Load(
        a_second=max(rate for rate, _ in rounds),
        p95=min(p95 for _, p95 in rounds),
        application=application,
        database=database,
    )


def _cost(server: Server, page: Page, cookie: str) -> tuple[float, float]:
    """CPU milliseconds a request of one client at a time: of the page, and not of several that wait for each other."""
    workers, sessions = cpu.of_children(server.pid), cpu.of_sessions()
    server.ask(page.path, cookie, times=REQUESTS, clients=1)
    spent = cpu.spent(workers, cpu.of_children(server.pid)), cpu.spent(sessions, cpu.of_sessions())
    application, database = (seconds / REQUESTS * 1000 for seconds in spent)
    return application, database
