"""A client's development: the verdict as a sentence, offers that become deals, talks with their outcome."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.service import Service
from keepstep.domain.money import next_offer
from keepstep.domain.money.development_talk import DevelopmentTalk
from keepstep.domain.money.growth_target import GrowthTarget
from keepstep.domain.sales.deal import Deal
from tests.cast import House, join, welcome
from tests.keepstep.domain.money.bills import issued, pays
from tests.keepstep.domain.money.plans import of, paid, sells

In = Callable[[Person], Client]
MONTHS = [(2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2)]


@pytest.fixture(autouse=True)
def monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def vera(house: House, client_of: In) -> Client:
    return client_of(house.vera)


@pytest.fixture
def falling(house: House) -> Service:
    """By a tenth a month, for half a year."""
    seo = sells("SEO")
    for n, (year, month) in enumerate(MONTHS):
        paid(house, date(year, month, 16), of(seo, str(round(10000 * 0.9**n))))
    return seo


def where(house: House) -> str:
    return f"/accounts/{house.northwind.pk}/development/"


def shown(answer: object) -> str:
    said = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))  # type: ignore[attr-defined]
    return said.replace("\xa0", " ")


def test_the_chart_says_what_it_shows(house: House, falling: Service, vera: Client) -> None:
    said = shown(vera.get(where(house)))
    assert "The average check falls 10 % a month" in said
    assert "the 6 months with payments among the last 6 full ones" in said
    assert "6 invoices paid in 6 months" in said


def test_with_few_payments_it_is_too_early(house: House, vera: Client) -> None:
    paid(house, date(2026, 2, 3), of(sells("SEO"), "100"))
    assert "Too early to say where the average check goes" in shown(vera.get(where(house)))


def test_an_offer_has_its_support_and_becomes_a_deal_once(house: House, falling: Service, vera: Client) -> None:
    content = sells("Content", "300")
    for n in range(6):
        other = welcome(f"Client {n}", manager=house.vera)
        pays(other)
        issued(house, of(falling, "100"), *([of(content, "50")] if n else []), account=other)
    welcome("Alone", manager=house.vera)
    stranger = welcome("Stranger", manager=house.vera)
    pays(stranger)
    issued(house, of(sells("Ads"), "70"), account=stranger)
    next_offer.look(agency=house.agency, day=house.day)
    assert "5 of 7 who buy SEO also buy it: 1.1 times as often" in shown(vera.get(where(house)))
    offer = f"/accounts/{house.northwind.pk}/offers/{content.pk}/deal/"
    first, again = vera.post(offer), vera.post(offer)
    made = Deal.objects.get()
    assert (first["Location"], again["Location"]) == (f"/deals/{made.pk}/", f"/deals/{made.pk}/")
    assert (made.account, made.title, made.amount, made.person) == (
        house.northwind, "Content", Decimal(300), house.vera,
    )  # fmt: skip
    assert vera.get(f"/deals/{made.pk}/").status_code == 200


def test_a_talk_keeps_its_facts_and_can_be_taken_back(house: House, falling: Service, vera: Client) -> None:
    assert "The average check falls 10 % a month." in shown(vera.get(f"{where(house)}talks/new/"))
    said = {"held_on": "2026-03-02", "service": "", "outcome": "thinking", "words": "They lack people for content."}
    assert vera.post(f"{where(house)}talks/new/", said | {"held_on": "2026-03-03"}).status_code == 422
    vera.post(f"{where(house)}talks/new/", said)
    made = DevelopmentTalk.objects.get()
    assert "average check falls 10" in made.facts["prepared"][0]
    assert "They lack people for content." in shown(vera.get(where(house)))
    vera.post(f"/development-talks/{made.pk}/taking-back/")
    assert "They lack people for content." not in shown(vera.get(where(house)))


def test_the_last_target_counts(house: House, vera: Client) -> None:
    for percent in ("3", "2,5"):
        vera.post(f"/accounts/{house.northwind.pk}/growth-target/", {"percent": percent})
    assert list(GrowthTarget.objects.filter(replaced_at=None).values_list("percent", flat=True)) == [Decimal("2.5")]
    assert "target: 2.5 % more a month" in shown(vera.get(where(house)))


def test_another_managers_client_is_none(house: House, client_of: In) -> None:
    assert client_of(join("Zoe", Role.ACCOUNT_MANAGER)).get(where(house)).status_code == 404
