"""The palette finds clients, projects and pages within one's sight."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import handing
from tests.cast import House

In = Callable[[Person], Client]


def found(client: Client, words: str) -> list[str]:
    page = client.get("/search/", {"q": words}, headers={"HX-Request": "true"})
    return re.findall(r"<span>(.*?)</span>", page.content.decode())


EVERY_PAGE = [
    "Today", "Leads", "New lead", "Deals", "New deal", "Forecast", "Contracts", "Handovers", "Clients",
    "New client", "Health of the clients", "Growth in step", "Projects", "New project", "Stalls",
    "Order", "Ledger", "Invoices", "New invoice", "Acts of acceptance", "Settings",
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("north", ["Northwind Bakery"]),
        ("BAKE north", ["Northwind Bakery"]),
        ("new", ["New site", "New lead", "New deal", "New client", "New project", "New invoice"]),
        ("lumen", []),
        ("zzz", []),
        ("", EVERY_PAGE),
        ("%", []),
        ("\0", EVERY_PAGE),
    ],
)
def test_a_part_of_the_name_is_enough(house: House, client_of: In, words: str, names: list[str]) -> None:
    assert found(client_of(house.vera), words) == names


def test_pages_about_all_leads_are_found_by_whoever_sees_all_of_them(house: House, client_of: In) -> None:
    assert found(client_of(house.vera), "spend") == []
    assert found(client_of(house.oleg), "spend") == ["Spend"]


def test_clients_of_others_are_not_found(house: House, client_of: In) -> None:
    handing.hand(house.northwind, manager=house.oleg, by=house.oleg, at=house.at)
    assert found(client_of(house.vera), "north") == []
    assert found(client_of(house.oleg), "north") == ["Northwind Bakery"]
