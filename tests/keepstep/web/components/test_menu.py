"""The menu lights the entry under which a page is found, also where the page has an address of its own."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from tests.cast import House


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/", "/"),
        ("/accounts/", "/accounts/"),
        ("/portfolio/", "/accounts/"),
        ("/contracts/", "/deals/"),
        ("/acts/", "/invoices/"),
        ("/ledger/", "/stalls/"),
        ("/retainers/", "/plan/"),
        ("/growth/", "/company/"),
        ("/settings/health/", "/settings/"),
    ],
)
def test_a_page_lights_its_entry(house: House, client_of: Callable[[Person], Client], address: str, entry: str) -> None:
    page = client_of(house.oleg).get(address).content.decode()
    assert re.findall(r'<a class="menu-entry[^"]*" href="([^"]*)" aria-current="page"', page) == [entry]
