"""The ledger's figures, for whom they are, and what each opens into (§5.3)."""

import html
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency.agency import Sight
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, notice, passing, project
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.project import Project
from tests.cast import House, join, welcome
from tests.queries import queries_of

BERLIN = ZoneInfo("Europe/Berlin")
ROWS = re.compile(r'<tr>\s*<th scope="row"><a href="[^"]*">([^<]*)</a>.*?<b>([^<]*)</b>', re.DOTALL)
Clients = Callable[[Person], Client]


def morning(month: int, day: int, hour: int = 9) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour), BERLIN)


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    """The pages ask the clock; it is Monday evening, 2 March 2026."""
    with patch.object(timezone, "now", return_value=morning(3, 2, 19)):
        yield


@pytest.fixture
def ads(house: House) -> Project:
    """Ten days in February: two ours, eight the client's, of which a notice covers five."""
    lumen = welcome("Bright Dental", manager=house.vera)
    greta = contact.introduce(lumen, name="Greta", email="greta@bright.test")
    made = project.start(lumen, name="Ads", at=morning(2, 2))
    own = ball.throw(made, side=Side.US, awaited="sketches", person=house.pavel, by=house.vera, at=morning(2, 2))
    held = passing.pass_to(
        own, side=Side.CLIENT, awaited="photos", contact=greta, by=house.vera, at=morning(2, 4)
    )  # fmt: skip
    notice.give(held, how="call", by=house.vera, at=morning(2, 6), contact=greta, outcome="By Friday")
    project.close(made, at=morning(2, 16))
    return made


FEBRUARY = "period=own&first=2026-02-01&last=2026-02-13"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def rows(page: str) -> list[tuple[str, str]]:
    return [(name, value.replace("\N{NO-BREAK SPACE}", " ")) for name, value in ROWS.findall(page)]


def test_rows_are_the_most_exposed_first_with_all_of_them_above(house: House, ads: Project, client_of: Clients) -> None:
    page = read(client_of(house.oleg), f"/ledger/?by=project&{FEBRUARY}")
    assert rows(page) == [("New site", "100 %"), ("Ads", "50 %")]
    assert "2 projects · 20 working days" in page
    assert "(12 + 0 + 3) ÷ 20" in page


@pytest.mark.parametrize(
    ("by", "names"),
    [("project", ["New site", "Ads"]), ("account", ["Northwind Bakery", "Bright Dental"])],
)
def test_it_is_told_by_project_and_by_client(
    house: House, ads: Project, client_of: Clients, by: str, names: list[str]
) -> None:
    assert [name for name, _ in rows(read(client_of(house.oleg), f"/ledger/?by={by}&{FEBRUARY}"))] == names


def test_by_manager_those_without_one_stand_together(house: House, client_of: Clients) -> None:
    orphan = welcome("Orphan", manager=None)
    project.start(orphan, name="Lost", at=morning(2, 2))
    page = read(client_of(house.oleg), f"/ledger/?by=manager&{FEBRUARY}")
    assert ("without an account manager" in page, "Vera" in page) == (True, True)
    drawer = read(client_of(house.oleg), f"/ledger/days/?by=manager&about={'0' * 32}&figure=ours&{FEBRUARY}")
    assert ("Lost" in drawer, "New site" in drawer) == (True, False)


def test_a_manager_narrows_it(house: House, ads: Project, client_of: Clients) -> None:
    page = read(client_of(house.oleg), f"/ledger/?manager={house.oleg.pk}&{FEBRUARY}")
    assert rows(page) == []
    assert len(rows(read(client_of(house.oleg), f"/ledger/?manager={house.vera.pk}&{FEBRUARY}"))) == 2


def test_only_what_is_in_sight_is_counted(house: House, ads: Project, client_of: Clients) -> None:
    house.agency.sight = Sight.OWN
    house.agency.save(update_fields=["sight"])
    anna = join("Anna", Role.ACCOUNT_MANAGER)
    project.start(welcome("Mill", manager=anna), name="Blog", at=morning(2, 2))
    assert [name for name, _ in rows(read(client_of(anna), f"/ledger/?{FEBRUARY}"))] == ["Blog"]
    drawer = read(client_of(anna), f"/ledger/days/?figure=ours&{FEBRUARY}")
    assert ("Blog" in drawer, "Ads" in drawer) == (True, False)
    assert client_of(anna).get(f"/ledger/days/?by=account&about={house.northwind.pk}").status_code == 404
    assert client_of(anna).get(f"/ledger/answers/?by=project&about={ads.pk}").status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("month", "1 Mar 2026 – 2 Mar 2026"),
        ("last-month", "1 Feb 2026 – 28 Feb 2026"),
        ("quarter", "1 Jan 2026 – 2 Mar 2026"),
        ("year", "1 Jan 2026 – 2 Mar 2026"),
        ("always", "from the beginning · 2 projects"),
    ],
)
def test_a_period_has_its_days(house: House, ads: Project, client_of: Clients, name: str, said: str) -> None:
    assert said in read(client_of(house.oleg), f"/ledger/?period={name}")


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        ("first=2026-02-30", "Enter a valid date."),
        ("first=2026-02-10&last=2026-02-01", "The last day lies before the first."),
    ],
)
def test_dates_that_are_none_are_named_at_their_field(house: House, client_of: Clients, dates: str, fault: str) -> None:
    answer = client_of(house.oleg).get(f"/ledger/?period=own&{dates}")
    assert (answer.status_code, fault in answer.content.decode()) == (422, True)


def test_before_the_first_day_is_over_it_is_too_early(house: House, client_of: Clients) -> None:
    page = read(client_of(house.oleg), "/ledger/?period=own&first=2020-01-01&last=2020-01-31")
    assert "Too early: no working day of an open project is over" in page


def test_a_figure_opens_into_projects_and_those_into_days_with_what_was_awaited(
    house: House, ads: Project, client_of: Clients
) -> None:
    client = client_of(house.oleg)
    drawer = read(client, f"/ledger/days/?by=manager&about={house.vera.pk}&figure=theirs&{FEBRUARY}")
    assert ("Ads" in drawer, "8 working days" in drawer, "New site" in drawer) == (True, True, False)
    inner = re.findall(r'href="(/projects/[^"]{30,})"', drawer)[0]
    days = read(client, inner)
    for said in ("1 Feb 2026 – 13 Feb 2026", "Greta:", "photos", "By Friday", "8 working days"):
        assert said in days
    silent = read(client, inner.replace("figure=theirs", "figure=uncovered"))
    assert ["By Friday" in silent, silent.count('class="run-days"')] == [False, 2]


def test_a_reaction_opens_into_its_balls(house: House, ads: Project, client_of: Clients) -> None:
    page = read(client_of(house.oleg), f"/ledger/answers/?side=us&{FEBRUARY}")
    assert [said in page for said in ("sketches", "Pavel:", "2 d", "photos")] == [True, True, True, False]


def test_the_clients_page_has_its_exposure_and_reactions(house: House, ads: Project, client_of: Clients) -> None:
    page = read(client_of(house.oleg), f"/accounts/{ads.account_id}/")
    assert "45\N{NO-BREAK SPACE}%" in page and f"about={ads.account_id}" in page
    assert "too early" in read(client_of(house.oleg), f"/accounts/{welcome('New', manager=house.vera).pk}/")


def test_a_long_list_has_pages(house: House, client_of: Clients) -> None:
    for n in range(82):
        project.start(house.northwind, name=f"P{n:02}", at=morning(2, 2))
    client = client_of(house.oleg)
    first = read(client, f"/ledger/?{FEBRUARY}")
    following = re.findall(r'href="([^"]*place=80[^"]*)"', first)[0]
    assert (len(rows(first)), len(rows(read(client, following)))) == (80, 3)
    drawer = read(client, f"/ledger/days/?figure=ours&{FEBRUARY}")
    assert "place=40" in drawer


@pytest.mark.parametrize("address", ["/ledger/", "/ledger/days/?figure=ours", "/ledger/answers/?side=us"])
def test_more_rows_cost_no_more_statements(house: House, ads: Project, client_of: Clients, address: str) -> None:
    client, whole = client_of(house.oleg), f"{address}{'&' if '?' in address else '?'}{FEBRUARY}"
    before = queries_of(client, whole)
    for n in range(3):
        made = project.start(welcome(f"C{n}", manager=house.vera), name=f"P{n}", at=morning(2, 2))
        own = ball.throw(made, side=Side.US, awaited="x", by=house.vera, at=morning(2, 2))
        passing.land(own, by=house.vera, at=morning(2, 3) + timedelta(hours=n))
    assert queries_of(client, whole) == before
