"""The pages of retainers: agreed, changed from a month on, ended and taken back."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.money.retainer import Retainer
from tests.cast import House
from tests.keepstep.domain.money.bills import company, pays
from tests.keepstep.domain.money.plans import APRIL, FEBRUARY, MARCH, sells

In = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def vera(house: House, client_of: In) -> Client:
    return client_of(house.vera)


def agreed(house: House, vera: Client, **facts: object) -> object:
    said = {"service": sells("SEO").pk, "price": "1 000", "entity": company().pk, "days_to_pay": "5",
            "payer": pays(house.northwind).pk, "since": "2026-03-01", "until": "", **facts}  # fmt: skip
    return vera.post(f"/accounts/{house.northwind.pk}/retainers/new/", said)


def known() -> list[tuple[Decimal, date, date | None]]:
    return list(Retainer.objects.order_by("since", "pk").values_list("price", "since", "until"))


def test_it_is_agreed_and_stands_in_the_list(house: House, vera: Client) -> None:
    assert agreed(house, vera).status_code == 302  # type: ignore[attr-defined]
    page = vera.get("/retainers/").content.decode()
    assert (known(), "€1,000" in page) == ([(Decimal(1000), MARCH, None)], True)


def test_it_cannot_end_before_it_begins(house: House, vera: Client) -> None:
    wrong = agreed(house, vera, since="2026-05-01", until="2026-04-01")
    assert (wrong.status_code, known()) == (422, [])  # type: ignore[attr-defined]


def test_another_price_counts_from_its_month(house: House, vera: Client) -> None:
    agreed(house, vera)
    vera.post(f"/retainers/{Retainer.objects.get().pk}/", {"price": "1500", "month": "2026-04-01"})
    assert known() == [(Decimal(1000), MARCH, MARCH), (Decimal(1500), APRIL, None)]


def test_it_is_ended_and_runs_on_again(house: House, vera: Client) -> None:
    agreed(house, vera)
    where = f"/retainers/{Retainer.objects.get().pk}"
    vera.post(f"{where}/end/", {"month": "2026-03-01"})
    assert known() == [(Decimal(1000), MARCH, MARCH)]
    vera.post(f"{where}/running-on/?until=")
    assert known() == [(Decimal(1000), MARCH, None)]


def test_ended_in_the_month_before_its_first_it_never_was(house: House, vera: Client) -> None:
    agreed(house, vera)
    vera.post(f"/retainers/{Retainer.objects.get().pk}/end/", {"month": "2026-02-01"})
    assert known() == [(Decimal(1000), MARCH, FEBRUARY)]
    assert "never began" in vera.get("/retainers/?state=ended").content.decode()
