"""The company over time and on a map: each point leads to the rows it is made of."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from keepstep.desk import Desk
from keepstep.domain.agency import monday_sheet
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, project
from keepstep.domain.delivery.ball import Side
from keepstep.domain.talk.due_day import DueDay
from keepstep.outlet.company.figures import gather
from keepstep.web.company import charts
from keepstep.web.company.plan_bar import bar
from tests.cast import House, welcome
from tests.keepstep.web.company.test_retention import text
from tests.keepstep.web.company.test_retention import years as years  # the fixture

Of = Callable[[Person], Client]


def lived(house: House, *, clients: int = 2) -> None:
    at = timezone.now()
    for n in range(clients):
        made = project.start(welcome(f"Client {n}", manager=house.vera), name="Site", at=at - timedelta(days=100))
        ball.throw(made, side=Side.CLIENT, awaited="photos", by=house.vera, at=at - timedelta(days=70))
    today = at.date()
    for ago in range(1, 40):
        DueDay.objects.create(account=house.northwind, day=today - timedelta(days=ago), kept_at=at if ago % 4 else None)


def test_each_point_opens_the_rows_it_is_made_of(years: House, client_of: Of) -> None:
    lived(years)
    found = gather(Desk(years.oleg), at=timezone.now())
    shown = [charts.exposure(found), charts.order(found), charts.income(found)]
    oleg = client_of(years.oleg)
    for chart in shown:
        assert chart
        where = {line.href for line in chart.lines}
        assert len(where) == len(chart.lines)
        assert {oleg.get(one).status_code for one in list(where)[:3]} == {200}


def test_the_ledger_opened_from_a_month_says_the_same(years: House, client_of: Of) -> None:
    lived(years)
    found = gather(Desk(years.oleg), at=timezone.now())
    chart = charts.exposure(found)
    assert chart
    last = chart.lines[-2]
    days = int(last.cells[0].text.split(" / ")[1])
    page = re.sub(r"<[^>]+>", " ", client_of(years.oleg).get(last.href).content.decode())
    assert re.search(rf"\b{days}\b", page)


def test_the_quarters_exposure_is_that_of_its_months(years: House) -> None:
    lived(years)
    found = gather(Desk(years.oleg), at=timezone.now())
    assert found.exposure.days == sum(
        one.days for month, one in found.exposures.items() if (month.month - 1) // 3 == (found.day.month - 1) // 3
        and month.year == found.day.year
    )  # fmt: skip


def test_without_facts_there_is_no_line(house: House, client_of: Of) -> None:
    found = gather(Desk(house.oleg), at=timezone.now())
    assert (charts.order(found), charts.income(found), charts.in_step(found), bar(found)) == (None, None, None, None)
    page = text(client_of(house.oleg), "/company/")
    assert "once two of them have told their own size for fifteen months" in page


def test_as_many_statements_however_many_clients(years: House, client_of: Of) -> None:
    oleg, counts = client_of(years.oleg), []
    for clients in (1, 6):
        lived_before = clients > 1
        if not lived_before:
            lived(years, clients=clients)
        else:
            for n in range(clients):
                project.start(welcome(f"More {n}", manager=years.vera), name="Site", at=years.at)
        oleg.get("/company/")
        with CaptureQueriesContext(connection) as asked:
            oleg.get("/company/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_sheet_is_switched_on_and_off_beside_it_and_among_what_one_is_told(house: House, client_of: Of) -> None:
    oleg = client_of(house.oleg)
    assert "Send it on Mondays" in text(oleg, "/company/")
    oleg.post("/company/monday/")
    assert (monday_sheet.is_wanted(house.oleg), "Comes on Mondays: stop" in text(oleg, "/company/")) == (True, True)
    page = oleg.get("/settings/telling/").content.decode()
    assert re.search(r'name="monday"[^>]*checked', page)
    oleg.post("/company/monday/ending/")
    assert not monday_sheet.is_wanted(house.oleg)
    assert 'name="monday"' not in client_of(house.vera).get("/settings/telling/").content.decode()


@pytest.mark.parametrize("who", ["vera", "marta"])
def test_nobody_else_switches_it(house: House, client_of: Of, who: str) -> None:
    client_of(getattr(house, who)).post("/company/monday/")
    assert not monday_sheet.is_wanted(house.vera)
