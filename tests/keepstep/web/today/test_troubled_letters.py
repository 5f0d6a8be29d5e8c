"""A letter to a lead, or of a deal, that did not arrive stands on the Today of whoever wrote it (§5.7, §5.8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import letter_fate, sales_letter
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sales_letter import SalesLetter
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.leads import came
from tests.keepstep.web.deals.test_writing import arrive

Of = Callable[[Person], Client]
TITLE = "Letters that need you"


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def write(to: Lead | Deal, *, by: Person, house: House, later: int = 0) -> SalesLetter:
    sent = sales_letter.send(
        to, address="ada@bakery.test", name="Ada", contact=None, subject="Your request", body="Gladly.", language="en",
        by=by, at=house.at + timedelta(minutes=later),
    )  # fmt: skip
    arrive(sent, house)
    return SalesLetter.objects.select_related(*letter_fate.BESIDE).get(pk=sent.pk)


def fail(letter: SalesLetter, house: House) -> None:
    assert letter_fate.came_back(letter, at=house.at, fault="550 no such user")


def test_it_stands_on_the_today_of_whoever_wrote_it_until_another_gets_through(
    house: House, lena: Person, client_of: Of
) -> None:
    made, browser = came(house), client_of(lena)
    fail(write(made, by=lena, house=house), house)
    page = browser.get("/").content.decode()
    assert [
        words for words in (TITLE, "To Ada", "550 no such user", f"/leads/{made.pk}/letters/") if words not in page
    ] == []
    assert TITLE not in client_of(house.oleg).get("/").content.decode()
    write(came(house, emails=["bob@shop.test"]), by=lena, house=house, later=5)
    assert TITLE in browser.get("/").content.decode()
    write(made, by=house.oleg, house=house, later=5)
    assert TITLE not in browser.get("/").content.decode()


def test_it_is_left_at_that_with_a_reason(house: House, lena: Person, client_of: Of) -> None:
    deal, browser = begun(house, person=lena), client_of(lena)
    sent = write(deal, by=lena, house=house)
    fail(sent, house)
    where = f"/sales/letters/{sent.pk}/end/"
    assert where in browser.get("/").content.decode()
    assert browser.post(where, {"reason": ""}).status_code == 422
    browser.post(where, {"reason": "Called them"})
    assert TITLE not in browser.get("/").content.decode()
    assert "left at that: Called them" in browser.get(f"/deals/{deal.pk}/").content.decode()
    sent.refresh_from_db()
    assert (sent.settled_by, letter_fate.again(sent, at=house.at)) == (lena, False)


def test_what_nobody_knows_of_is_asked_for(house: House, lena: Person, client_of: Of) -> None:
    sent = write(came(house), by=lena, house=house)
    SalesLetter.objects.filter(pk=sent.pk).update(delivered_at=None, fault="the line broke")
    browser = client_of(lena)
    assert f"/sales/letters/{sent.pk}/arrival/" in browser.get("/").content.decode()
    browser.post(f"/sales/letters/{sent.pk}/arrival/")
    assert TITLE not in browser.get("/").content.decode()
