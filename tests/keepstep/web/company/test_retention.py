"""The page of retention: its figures in words, what is too early, who may see it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.money import payment
from keepstep.domain.money.tenure import month_before
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company

Of = Callable[[Person], Client]
BERLIN = ZoneInfo("Europe/Berlin")


def text(client: Client, where: str = "/company/retention/") -> str:
    return client.get(where).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def years(house: House) -> House:
    """Six clients pay for thirty months: one of them leaves a year ago, one has paid twice as much since then."""
    ours, today = company(), date.today()
    because = own_list.offered(ChurnReason, house.agency).get(name="Too expensive")
    for n in range(6):
        one = welcome(f"Client {n}", manager=house.vera)
        for month in range(30, 0, -1):
            if n == 0 and month < 13:
                continue
            amount = Decimal(200 if n == 1 and month < 13 else 100)
            day = month_before(today, month)
            payment.record(one, entity=ours, amount=amount, paid_on=day, by=house.vera, at=house.at)
        if n == 0:
            left = datetime.combine(month_before(today, 12), datetime.min.time(), BERLIN)
            account.become(one, State.CHURNED, by=house.oleg, at=left, because=because)
    return house


def test_before_the_first_payment_it_is_too_early(house: House, client_of: Of) -> None:
    page = text(client_of(house.oleg))
    assert ("Too early to say" in page, "NRR" in page) == (True, False)


def test_a_few_clients_say_nothing_of_how_long_they_stay(house: House, client_of: Of) -> None:
    payment.record(
        house.northwind, entity=company(), amount=Decimal(10), paid_on=house.day, by=house.vera, at=house.at
    )  # fmt: skip
    assert "Too early: 1 client has paid so far" in text(client_of(house.oleg))


def test_the_figures_in_words(years: House, client_of: Of) -> None:
    page = text(client_of(years.oleg))
    assert "More than half of the clients are still with us: the median is not reached" in page
    for said in ("100 %</a>", "83 %</a>", "5 of 6", "+€300", ">€0<", "−€300", "Too expensive", "1 client"):
        assert said in page, said
    assert "The largest client brings a quarter or more" in page


def test_the_clients_behind_it_stand_by_how_much_they_fell(years: House, client_of: Of) -> None:
    page = text(client_of(years.oleg), "/company/retention/clients/")
    assert page.index("Client 0") < page.index("Client 2") < page.index("Client 1")
    assert ("−€300" in page, "+€300" in page) == (True, True)


def test_other_currencies_are_named(years: House, client_of: Of) -> None:
    dollars = company(currency="USD", number="DE89370400440532013000", name="Lighthouse Inc")
    day = month_before(date.today(), 2)
    payment.record(years.northwind, entity=dollars, amount=Decimal(70), paid_on=day, by=None, at=years.at)
    assert "All sums are in EUR" in text(client_of(years.oleg))
    assert "$70 (1 client)" in text(client_of(years.oleg))


def test_only_own_management_sees_it(years: House, client_of: Of) -> None:
    for who in (years.vera, years.pavel):
        assert client_of(who).get("/company/retention/").status_code == 404
        assert client_of(who).get("/company/retention/clients/").status_code == 404
