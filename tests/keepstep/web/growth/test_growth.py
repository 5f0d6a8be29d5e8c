"""Growth in step and the review of a quarter, on their pages."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.measure import Way
from keepstep.domain.clients.measuring import Entry
from keepstep.domain.money import payment
from keepstep.domain.money.growth_answer import GrowthAnswer
from keepstep.domain.money.growth_review import GrowthReview
from keepstep.outlet.pdf import growth_review
from keepstep.outlet.pdf.growth_review import Part
from keepstep.round import quarter
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company

Clients = Callable[[Person], Client]
MONTHS = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(26)]


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    with patch.object(timezone, "now", return_value=house.at):
        yield


def sized(house: House, account: Account, growth: float) -> None:
    """By its orders, which grow by so much a month."""
    orders = metric.keep(account, name="Orders", by=house.vera, at=house.at - timedelta(days=30))
    metric.take_as_size(orders, by=house.vera, at=house.at)
    entries = [Entry(orders, month, Decimal(1000 * growth**place)) for place, month in enumerate(MONTHS)]
    measuring.enter(entries, by=house.vera, at=house.at, way=Way.FILE)


def paid(house: House) -> None:
    """A hundred a month, by whomever."""
    ours = company()
    for month in MONTHS:
        payment.record(house.northwind, entity=ours, amount=Decimal(100), paid_on=month, by=house.oleg, at=house.at)


def page(client: Client, name: str, *keys: object) -> str:
    said = client.get(reverse(name, args=keys)).content.decode()
    return said.replace("\N{NO-BREAK SPACE}", " ")


def test_all_clients_stand_on_the_map_and_those_out_of_step_in_the_list(house: House, client_of: Clients) -> None:
    paid(house)
    sized(house, house.northwind, 1.04)
    sized(house, welcome("Lumen", manager=house.vera), 1.0)
    metric.take_as_size(
        metric.keep(welcome("Young", manager=house.vera), name="Leads", by=house.vera, at=house.at),
        by=house.vera, at=house.at,
    )  # fmt: skip
    said = page(client_of(house.oleg), "growth")
    assert "1 of 2 clients grow in step with us" in said
    assert "The client outgrows us: its size +73 %, our income +0 %" in said
    assert "Own management has not answered this quarter." in said
    assert said.index("Too early to say") < said.index("Young")


def test_a_head_answers_and_the_answer_holds_for_a_quarter(house: House, client_of: Clients) -> None:
    paid(house)
    sized(house, house.northwind, 1.04)
    where = reverse("growth_answer", args=[house.northwind.pk])
    assert client_of(house.oleg).post(where, {"answer": "grow", "words": "A producer of their own"}).status_code == 302
    known = GrowthAnswer.objects.get()
    assert (known.zone, known.answer, known.by) == ("client", "grow", house.oleg)
    said = page(client_of(house.vera), "growth")
    assert ("A producer of their own" in said, "has not answered" in said) == (True, False)
    GrowthAnswer.objects.update(at=house.at - timedelta(days=93))
    assert "has not answered" in page(client_of(house.vera), "growth")


def test_of_one_client_both_indices_are_drawn_or_it_is_too_early(house: House, client_of: Clients) -> None:
    assert "No metric of this client is said to be its own size" in page(
        client_of(house.vera), "account_growth", house.northwind.pk
    )
    sized(house, house.northwind, 1.0)
    assert "It is too early to say" in page(client_of(house.vera), "account_growth", house.northwind.pk)
    paid(house)
    said = page(client_of(house.vera), "account_growth", house.northwind.pk)
    assert "We grow in step: the client&#x27;s size +0 %, our income +0 %" in said


def test_whoever_sees_no_money_sees_none_of_it(house: House, client_of: Clients) -> None:
    assert client_of(house.pavel).get(reverse("growth")).status_code == 404
    said = page(client_of(house.pavel), "growth_review", house.northwind.pk)
    assert ("quarter 4 of 2025" in said, "Growth in step" in said) == (True, False)


def test_a_quarter_is_reviewed_with_its_results_and_the_next_one(house: House, client_of: Clients) -> None:
    then = house.at - timedelta(days=120)
    leads = metric.keep(house.northwind, name="Leads", by=house.vera, at=then)
    visits = metric.keep(house.northwind, name="Visits", by=house.vera, at=then)
    goal.set_goal(leads, target=Decimal(50), due=date(2025, 12, 31), by=house.vera, at=then)
    goal.set_goal(visits, target=Decimal(900), due=date(2025, 12, 31), by=house.vera, at=then)
    goal.set_goal(visits, target=Decimal(950), due=date(2026, 6, 30), by=house.vera, at=then)
    for month, value in ((10, 40), (11, 45), (12, 55)):
        measuring.read(leads, day=date(2025, month, 1), value=Decimal(value), by=house.vera, at=house.at)
    browser = client_of(house.vera)
    said = page(browser, "growth_review", house.northwind.pk)
    for words in (
        "Leads: the goal of 50 is reached, December 2025", "Leads: 40 (October 2025) → 55 (December 2025)",
        "Visits: the goal of 900 by 31 December 2025 is not reached", "Visits: 950 by 30 June 2026",
    ):  # fmt: skip
        assert words in said
    where = reverse("growth_review_new", args=[house.northwind.pk])
    assert browser.post(where, {"said": ""}).status_code == 422
    assert browser.post(where, {"said": "They are content.", "plan": "A shop."}).status_code == 302
    made = GrowthReview.objects.get()
    assert (made.quarter, made.by) == (date(2025, 10, 1), house.vera)
    said = page(browser, "growth_review", house.northwind.pk)
    assert ("A shop." in said, where in said) == (True, False)
    browser.post(reverse("growth_review_take_back", args=[made.pk]))
    assert GrowthReview.objects.standing().count() == 0


def test_the_review_goes_on_paper_in_the_clients_language(house: House, client_of: Clients) -> None:
    answer = client_of(house.vera).get(reverse("growth_review_pdf", args=[house.northwind.pk]))
    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    told = quarter.of(house.northwind, date(2025, 10, 1), day=house.day)
    made = growth_review.of(house.northwind, told, plan="A shop.", agency="Lighthouse", day=house.day)
    assert (made.title, made.parts[-1]) == (
        "Review of quarter 4 of 2025",
        Part("The next quarter", [], "A shop."),
    )
    assert [part.title for part in made.parts] == ["Results", "What was done", "The next quarter"]
