"""The pages of health: a client's parts and facts, the portfolio, calibration and the weights."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepstep.domain.agency import health_weights
from keepstep.domain.agency.health_weights import USUAL
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.money import payment
from keepstep.domain.talk.due_day import DueDay
from keepstep.round.health_history import HealthDay
from keepstep.round.run import run
from tests.cast import House, join, welcome
from tests.keepstep.domain.money.bills import company

Clients = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    with patch.object(timezone, "now", return_value=house.at):
        yield


def was(house: House, score: int, *, ago: int = 0, **parts: int) -> None:
    HealthDay.objects.create(account=house.northwind, day=house.day - timedelta(days=ago), score=score, **parts)


def page(client: Client, name: str, *keys: object, **asked: str) -> str:
    return client.get(reverse(name, args=keys), asked).content.decode()


def test_a_clients_health_opens_into_its_parts_their_facts_and_what_is_missing(
    house: House, client_of: Clients
) -> None:
    missed = DueDay.objects.create(account=house.northwind, day=house.day - timedelta(days=3))
    DueDay.objects.create(account=house.northwind, day=house.day - timedelta(days=4), kept_at=house.at)
    said = page(client_of(house.vera), "account_health", house.northwind.pk)
    assert "Northwind Bakery: health 75" in said
    assert "1 of the last 2 due days kept, up to 27 February" in said
    assert "brings 25 of 50" in said
    assert reverse("due_day", args=[missed.pk]) in said
    assert "There is no plan of the last full month" in said
    assert "Its history begins with the first two working days." in said


def test_its_history_says_how_it_went(house: House, client_of: Clients) -> None:
    for ago, score in ((30, 80), (20, 79), (0, 62)):
        was(house, score, ago=ago, communication=score)
    said = page(client_of(house.vera), "account_health", house.northwind.pk)
    assert "Health has fallen from 80 to 62 since 31 January" in said
    assert 'data-value="62"' in said


def test_of_a_client_that_left_no_health_is_told(house: House, client_of: Clients) -> None:
    account.become(house.northwind, State.CHURNED, by=house.vera, at=house.at)
    assert "not followed any more" in page(client_of(house.vera), "account_health", house.northwind.pk)


def test_today_and_the_clients_page_show_the_last_health(house: House, client_of: Clients) -> None:
    run(day=house.day, at=house.at)
    assert "health 58" not in page(client_of(house.vera), "today")
    was(house, 58)
    address = reverse("account_health", args=[house.northwind.pk])
    assert f'<a class="tone amber" href="{address}">health 58</a>' in page(client_of(house.vera), "today")
    assert f'<a class="tone amber" href="{address}">58</a>' in page(
        client_of(house.vera), "account", house.northwind.pk
    )


def test_the_portfolio_stands_by_health_and_by_what_is_paid(house: House, client_of: Clients) -> None:
    was(house, 58)
    lumen = welcome("Lumen", manager=house.oleg)
    HealthDay.objects.create(account=lumen, day=house.day, score=90)
    ours = company()
    for one, amount in ((house.northwind, 300), (lumen, 900)):
        payment.record(one, entity=ours, amount=Decimal(amount), paid_on=house.day, by=house.oleg, at=house.at)
    said = page(client_of(house.oleg), "portfolio")
    assert "25 % of the income of twelve months, €300, comes from clients who are not green" in said
    assert said.rindex("Northwind Bakery") < said.rindex("Lumen")
    green = page(client_of(house.oleg), "portfolio", band="green")
    assert ("Northwind Bakery" in green, "Lumen" in green) == (False, True)
    of_vera = page(client_of(house.oleg), "portfolio", manager=str(house.vera.pk))
    link = reverse("account_health", args=[lumen.pk])
    assert ("Northwind Bakery" in of_vera, link in of_vera) == (True, False)
    hers = page(client_of(house.vera), "portfolio")
    assert ("Northwind Bakery" in hers, "Lumen" in hers) == (True, False)


def test_a_producer_sees_no_money_on_it(house: House, client_of: Clients) -> None:
    was(house, 58)
    said = page(client_of(house.pavel), "portfolio")
    assert ("Northwind Bakery" in said, "Paid in 12 months" in said) == (True, False)


def test_calibration_waits_for_five_and_then_says_the_share(house: House, client_of: Clients) -> None:
    for place in range(5):
        gone = welcome(f"Client {place}", manager=house.vera)
        HealthDay.objects.create(account=gone, day=house.day - timedelta(days=62), score=80 if place < 3 else 30)
        HealthDay.objects.create(account=gone, day=house.day - timedelta(days=59), score=10)
        if place == 4:
            assert "It is too early to say" in page(client_of(house.oleg), "health_calibration")
        account.become(gone, State.CHURNED, by=house.vera, at=house.at)
    assert "60 % of the lost clients were green 60 days before" in page(
        client_of(house.oleg), "health_calibration"
    ).replace("\N{NO-BREAK SPACE}", " ")


def test_weights_are_looked_at_before_they_are_saved(house: House, client_of: Clients) -> None:
    DueDay.objects.create(account=house.northwind, day=house.day - timedelta(days=3))
    asked = {**USUAL, "movement": 80}
    where = reverse("health_weights")
    said = client_of(house.oleg).post(where, {**asked, "look": "1"}).content.decode()
    assert "1 client would be in another band" in said
    assert "The mean of 1 clients is 50 now and would be 80." in said
    assert health_weights.weights() == USUAL
    assert client_of(house.oleg).post(where, asked).status_code == 302
    assert health_weights.weights() == asked
    nothing = client_of(house.oleg).post(where, dict.fromkeys(USUAL, 0))
    assert (nothing.status_code, "Something must weigh something." in nothing.content.decode()) == (422, True)


def test_a_manager_of_another_client_reads_nothing_of_it(house: House, client_of: Clients) -> None:
    was(house, 58)
    boris = join("Boris", Role.ACCOUNT_MANAGER)
    assert "Northwind" not in page(client_of(boris), "portfolio")
