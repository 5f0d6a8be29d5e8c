"""The list of invoices: by state and client, in the order in which they are due, in pages, with what they come to."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.money import allocation
from keepstep.web.invoices import listing
from tests.cast import House, join, welcome
from tests.keepstep.domain.money.bills import drafted, issued, pays, seo

Of = Callable[[Person], Client]


@pytest.fixture
def vera(house: House, client_of: Of) -> Client:
    """A month ago one was issued and one paid; today one was issued and one drafted."""
    before = house.at - timedelta(days=30)
    issued(house, seo("100"), at=before)
    paid = issued(house, seo("200"), at=before)
    allocation.receive([paid], amount=Decimal(200), paid_on=house.day, by=house.vera, at=house.at)
    issued(house, seo("300"))
    drafted(house, seo("400"))
    return client_of(house.vera)


def page_at(client: Client, house: House, query: str = "") -> str:
    with patch("django.utils.timezone.now", return_value=house.at):
        return client.get(f"/invoices/{query}").content.decode()


def shown(client: Client, house: House, query: str = "") -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', page_at(client, house, query))


def test_each_tab_shows_its_own_and_what_is_owed_stands_by_its_day(house: House, vera: Client) -> None:
    assert {tab: shown(vera, house, f"?state={tab}") for tab, _words in listing.TABS} == {
        "open": ["No 1 of 31 January 2026", "No 3 of 2 March 2026"],
        "overdue": ["No 1 of 31 January 2026"],
        "drafts": ["Draft of 2 March 2026"],
        "paid": ["No 2 of 31 January 2026"],
        "all": ["Draft of 2 March 2026", "No 3 of 2 March 2026", "No 2 of 31 January 2026", "No 1 of 31 January 2026"],
    }


def test_what_is_owed_is_summed(house: House, vera: Client) -> None:
    pages = [page_at(vera, house, f"?state={tab}") for tab in ("open", "overdue", "drafts", "paid")]
    sums = [re.findall(r"invoices-sum.*?<strong>(.*?)</strong>", page) for page in pages]
    assert sums == [["€400"], ["€100"], ["€400"], []]


def test_a_client_and_a_number_narrow_it(house: House, vera: Client) -> None:
    hill = welcome("Hill School", manager=house.vera)
    issued(house, account=hill, payer=pays(hill))
    assert shown(vera, house, "?q=hill") == ["No 4 of 2 March 2026"]
    assert shown(vera, house, "?q=3") == ["No 3 of 2 March 2026"]
    assert shown(vera, house, f"?account={hill.pk}") == ["No 4 of 2 March 2026"]
    assert shown(vera, house, "?q=nobody&state=wrong&after=x~y&account=z") == []


def test_pages_follow_one_another_and_miss_none(house: House, vera: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    for tab, numbers in (("open", 2), ("all", 4)):
        query, seen = f"?state={tab}", []
        while query:
            seen += shown(vera, house, query)
            found = re.search(r'href="/invoices/(\?[^"]*after=[^"]*)"', page_at(vera, house, query))
            query = found[1].replace("&amp;", "&") if found else ""
        assert (len(seen), len(set(seen))) == (numbers, numbers)


def test_whoever_does_the_work_sees_no_money(house: House, vera: Client, client_of: Of) -> None:
    pavel = client_of(house.pavel)
    assert pavel.get("/invoices/").status_code == 404
    assert 'href="/invoices/"' not in pavel.get("/").content.decode()
    assert 'href="/invoices/"' in vera.get("/").content.decode()
    assert shown(client_of(join("Boris", Role.ACCOUNT_MANAGER)), house, "?state=all") == []
    assert len(shown(client_of(house.oleg), house, "?state=all")) == 4
