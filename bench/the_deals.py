"""Deals: the board with its totals, the list, one deal and a search, at several sizes; and deals begun one by one."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections
from django.test import Client

from bench.figure import Figure
from bench.house import House, Size, build, copied, key, tidy
from bench.pages import Page, loads
from bench.server import Server, serving
from keepstep.domain.agency.person import Role
from keepstep.domain.sales import pipeline
from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.postgres.provision import OWNER

ACCOUNTS = 100
CREATED = 240
COLUMNS = (
    "id, title, company, name, phone, email, person_id, amount, currency, stage_id, since, opened_at, state, closed_at"
)


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """The smallest size first. Half of the deals are open, evenly over the stages; the others were handed over."""
    houses = [(_house(size, place), f"{size} deals") for place, size in enumerate(sizes)]
    pages = (
        Page("board of deals", "/deals/", is_of_all=True),
        Page("list of deals", "/deals/list/", is_of_all=True),
        Page("search for a deal", f"/deals/list/?{urlencode({'q': 'company 0000776'})}", is_of_all=True),
    )
    yield from loads(pages, houses)
    for house, size in houses:
        yield from loads((Page("one deal", f"/deals/{key(20, house, 1)}/", is_of_all=True),), [(house, size)])
    with serving() as server:
        for house, size in houses:
            yield Figure(f"begun one by one, {size}: deals", _begun(server, house), "a second")


def _house(size: int, place: int) -> House:
    print(f"loading {size} deals …", file=sys.stderr, flush=True)
    at = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    house = build(Size(ACCOUNTS + place), at=at)
    with house.agency.entered():
        along = pipeline.offered(house.agency)[0]
        stages = [str(one) for one in along.stages.exclude(gate=Gate.HANDED_OVER).values_list("pk", flat=True)]
        last = str(Stage.objects.get(pipeline=along, gate=Gate.HANDED_OVER).pk)
        house.head.roles = [*house.head.roles, Role.SALES]
        house.head.save(update_fields=["roles"])
    with connections[OWNER].cursor() as cursor:
        # Their evidence is no part of what is measured, so that the gates are not asked.
        cursor.execute("set session_replication_role = replica")
        copied(cursor.cursor, house, "deal", COLUMNS, _deals(house, size, stages, last))
        cursor.execute("set session_replication_role = origin")
    tidy("deal")
    return house


def _deals(house: House, size: int, stages: list[str], last: str) -> Iterator[str]:
    for n in range(size):
        is_open = n % 2 == 0
        stage = stages[n // 2 % len(stages)] if is_open else last
        opened = (house.at - timedelta(minutes=n % 500_000)).isoformat()
        closed = "\\N" if is_open else house.moment(100)
        seller = house.head.id if n % 3 else house.manager.id
        yield (
            f"{key(20, house, n)}\tDeal {n:07d}\tCompany {n:07d}\tName\t\t\t{seller}\t{n % 900 + 100}.00\tEUR\t{stage}"
            f"\t{opened}\t{opened}\t{'open' if is_open else 'done'}\t{closed}"
        )


def _begun(server: Server, house: House) -> float:
    """By eight people at once, through the form, each with the next task that a deal must have."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.head.login, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.get("/deals/new/")
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with house.agency.entered():
        along = str(pipeline.offered(house.agency)[0].pk)
    said = {
        "csrfmiddlewaretoken": cookies["csrftoken"], "title": "A new site", "pipeline": along, "company": "Northwind",
        "name": "Ada", "amount": "1200", "currency": "EUR", "person": str(house.head.pk), "task": "Call them",
        "due": (house.at + timedelta(days=1)).date().isoformat(),
    }  # fmt: skip
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    begin = perf_counter()
    made = server.post("/deals/new/", cookie, urlencode(said), times=CREATED)
    return len(made) / (perf_counter() - begin)
