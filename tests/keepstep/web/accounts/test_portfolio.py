from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Sight
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, State
from keepstep.domain.delivery import project
from keepstep.web.accounts import portfolio
from keepstep.web.accounts.portfolio import asked, page
from tests.cast import NOW, House, join, welcome

Browser = Callable[[Person], Client]


def names(person: Person, **query: str) -> list[str]:
    return [line.name for line in page(Desk(person), asked(query), at=NOW)[0]]


def pages(person: Person, **query: str) -> list[list[str]]:
    """All pages in turn, as somebody who goes on reads them."""
    found, after = page(Desk(person), asked(query), at=NOW)
    read = [[line.name for line in found]]
    while after:
        found, after = page(Desk(person), asked({**query, "after": after}), at=NOW)
        read.append([line.name for line in found])
    return read


def heard(name: str, manager: Person, at: datetime | None) -> Account:
    made = welcome(name, manager=manager)
    made.heard_at = at
    made.save(update_fields=["heard_at"])
    return made


def test_an_account_manager_sees_their_own(house: House) -> None:
    welcome("Bakers United", manager=join("Zoe", Role.ACCOUNT_MANAGER, head=house.oleg))
    assert names(house.vera) == ["Northwind Bakery"]


def test_the_head_sees_all_by_name(house: House) -> None:
    welcome("Bakers United", manager=house.pavel)
    assert names(house.oleg) == ["Bakers United", "Northwind Bakery"]


def test_a_producer_sees_the_clients_of_their_projects_once(house: House) -> None:
    project.start(house.northwind, name="Ads", producer=house.pavel, at=house.at)
    assert names(house.pavel) == ["Northwind Bakery"]


def test_a_team_sees_what_its_members_manage(house: House) -> None:
    zoe = join("Zoe", Role.ACCOUNT_MANAGER, head=house.oleg)
    welcome("Bakers United", manager=zoe)
    welcome("Castle", manager=house.oleg)
    house.agency.sight = Sight.TEAM
    house.agency.save(update_fields=["sight"])
    zoe.agency = house.agency
    assert names(zoe) == ["Bakers United", "Northwind Bakery"]


@pytest.mark.parametrize("who", ["vera", "oleg"])
@pytest.mark.parametrize("sort", ["name", "silence"])
def test_pages_go_on_where_the_former_ended(house: House, monkeypatch: pytest.MonkeyPatch, who: str, sort: str) -> None:
    monkeypatch.setattr(portfolio, "PAGE", 2)
    for name, days in (("Ada", 3), ("Bea", 3), ("Cyd", None), ("Dan", 1)):
        heard(name, house.vera, house.at - timedelta(days=days) if days else None)
    whole = {
        "name": [["Ada", "Bea"], ["Cyd", "Dan"], ["Northwind Bakery"]],
        "silence": [["Northwind Bakery", "Cyd"], ["Ada", "Bea"], ["Dan"]],
    }
    assert pages(getattr(house, who), sort=sort) == whole[sort]


def test_those_who_left_are_not_with_us(house: House) -> None:
    account.become(house.northwind, State.CHURNED, by=house.oleg, at=house.at, reason="closed the shop")
    assert (names(house.vera), names(house.vera, state="churned")) == ([], ["Northwind Bakery"])


def test_who_comes_back_is_with_us_again(house: House) -> None:
    account.become(house.northwind, State.CHURNED, by=house.oleg, at=house.at, reason="closed the shop")
    account.become(house.northwind, State.ACTIVE, by=house.oleg, at=house.at)
    assert names(house.vera) == ["Northwind Bakery"]


def test_the_list_is_narrowed_by_state(house: House) -> None:
    account.become(welcome("Paused", manager=house.vera), State.PAUSED, by=house.vera, at=house.at, reason="summer")
    assert names(house.vera, state="paused") == ["Paused"]


def test_the_list_is_narrowed_by_manager(house: House) -> None:
    welcome("Castle", manager=house.oleg)
    assert names(house.oleg, manager=str(house.oleg.pk)) == ["Castle"]


@pytest.mark.parametrize("words", ["bakery", "NORTH", "bak nor", "Ёлка", "елка"])
def test_a_client_is_found_by_parts_of_its_name(house: House, words: str) -> None:
    welcome("Ёлка и Bakery North", manager=house.vera)
    welcome("Somebody else", manager=house.vera)
    expected = ["Ёлка и Bakery North"] if "лка" in words else ["Northwind Bakery", "Ёлка и Bakery North"]
    assert sorted(names(house.vera, q=words)) == sorted(expected)


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=x~y",
        "sort=silence&after=x~01a20a3f-4a5f-731e-8c08-fcc43e8fc362",
        "manager=x",
        "state=x",
        "q=%00",
    ],
)
def test_an_odd_address_is_read_leniently(house: House, client_of: Browser, query: str) -> None:
    assert client_of(house.vera).get(f"/accounts/?{query}").status_code == 200


@pytest.mark.parametrize("who", ["vera", "oleg"])
def test_three_clients_cost_as_many_queries_as_one(house: House, client_of: Browser, who: str) -> None:
    browser = client_of(getattr(house, who))
    browser.get("/accounts/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/accounts/")
    for name in ("Ada", "Bea"):
        project.start(welcome(name, manager=house.vera), name=name, at=house.at)
    with CaptureQueriesContext(connection) as three:
        browser.get("/accounts/")
    assert len(three) == len(one)
    assert len(one) <= 15


def test_another_agency_sees_nothing_of_it(house: House, client_of: Browser) -> None:
    assert "Northwind" not in client_of(house.marta).get("/accounts/").content.decode()


def test_a_name_is_only_text(house: House, client_of: Browser) -> None:
    welcome("<b>{0} & Söhne</b>", manager=house.vera)
    assert "&lt;b&gt;{0} &amp; Söhne&lt;/b&gt;" in client_of(house.vera).get("/accounts/").content.decode()


def test_a_filter_answers_with_the_list_alone(house: House, client_of: Browser) -> None:
    answer = client_of(house.vera).get("/accounts/", headers={"HX-Request": "true"}).content.decode()
    assert (answer.lstrip()[:18], "<html" in answer) == ('<section id="list"', False)


def test_a_stranger_is_asked_to_sign_in(house: House) -> None:
    assert Client().get("/accounts/").headers["Location"] == "/sign-in/?next=/accounts/"
