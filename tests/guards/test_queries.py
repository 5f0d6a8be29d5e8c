"""Every page × a house with little in it and one that is crowded: at most fifteen statements, never more."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepstep.domain.agency import own_list
from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, milestone, notice, project, step, task
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.project import Project
from keepstep.domain.sales import deal, deal_task, lead, pipeline
from keepstep.domain.sales.source import Source
from keepstep.domain.talk import touchpoint, update
from keepstep.intake import connection as source
from keepstep.intake.event import Event
from keepstep.round.run import run
from tests.cast import House, join, welcome
from tests.guards.test_routes import TABLE, address
from tests.guards.test_routes import rows as rows  # the fixture
from tests.queries import OF_THE_TEST

MOST = 15
PAGES = sorted(name for name, route in TABLE.items() if not route.is_post and not route.is_public)


def crowd(house: House) -> None:
    """More of everything: clients, their people and projects, and whatever a project has."""
    for number in range(3):
        join(f"Colleague {number}", Role.PRODUCER)
        day = house.day + timedelta(days=20 + number)
        CalendarException.objects.create(calendar=default_calendar(), day=day, note="Off")
        client = welcome(f"Client {number}", manager=house.vera)
        contact.introduce(client, name="Ada", email=f"ada{number}@client.test")
        _busy(house, project.start(client, name="Site", at=house.at - timedelta(days=30)), number)
        _busy(house, project.start(house.northwind, name=f"Other {number}", at=house.at - timedelta(days=30)), number)
        _busy(house, house.project, number)
        contact.introduce(house.northwind, name=f"Eve {number}", email=f"eve{number}@client.test")
        sources = own_list.offered(Source, house.agency)[0]
        lead.arrive(source=sources, channel="hand", name=f"Ada {number}", emails=["ada@bakery.test"], at=house.at)
        along = pipeline.offered(house.agency)[0]
        made = deal.begin(
            along, title=f"Deal {number}", person=house.oleg, by=house.oleg, at=house.at, currency="EUR"
        )  # fmt: skip
        deal_task.plan(made, title="Call", due=house.day, by=house.oleg, at=house.at)
    run(day=house.day, at=house.at)
    update.send(client, day=house.day, subject="Monday", body="Done", by=house.vera, at=house.at)


def _busy(house: House, made: Project, number: int) -> None:
    at = house.at + timedelta(minutes=number)
    held = ball.throw(made, side=Side.CLIENT, awaited=f"photos {number}", by=house.vera, at=at)
    notice.give(held, how="call", by=house.vera, at=at)
    milestone.promise(made, title=f"Date {number}", due=house.day + timedelta(days=number))
    task.plan(made, title=f"Task {number}", person=house.pavel, at=at)
    step.record(made, title=f"Step {number}", by=house.pavel, at=at)
    touchpoint.record(made.account, direction="in", form="call", by=house.vera, at=at)
    heard = source.connect(made, system="github", by=house.vera, at=at)
    Event.objects.create(connection=heard, name="push", delivery="1", digest="d", payload={}, received_at=at)


@dataclass(frozen=True)
class Visit:
    """How a page answers, and with how many statements the second time, when what all pages share has been learnt."""

    status: int
    statements: int


def visit(person: Person, where: str) -> Visit:
    client = Client(raise_request_exception=False)
    client.force_login(person.login, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(where).status_code
    return Visit(status, len([query for query in queries if not query["sql"].startswith(OF_THE_TEST)]))


def visits(house: House, rows: dict[type, UUID]) -> dict[str, Visit]:
    """Every page, each taken back: some write down that they were read."""
    made = {}
    for name in PAGES:
        where = address(name, rows) + ("?state=paused" if name == "account_state" else "")
        with transaction.atomic():
            made[name] = visit(house.pavel if name == "item_skip" else house.oleg, where)
            transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def few_and_many(standing: House, rows: dict[type, UUID]) -> dict[str, tuple[Visit, Visit]]:
    few = visits(standing, rows)
    crowd(standing)
    many = visits(standing, rows)
    return {name: (few[name], many[name]) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_few_statements_in_a_crowded_house_too(
    few_and_many: dict[str, tuple[Visit, Visit]], name: str
) -> None:
    few, many = few_and_many[name]
    assert {few.status, many.status} <= {200, 302}
    assert (many.statements <= MOST, many.statements <= few.statements) == (True, True), (few, many)
