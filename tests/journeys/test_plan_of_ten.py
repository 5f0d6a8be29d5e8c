"""An account manager makes next month's plan for ten clients in one sitting, without the mouse."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency import service
from keepstep.domain.agency.service import Service
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, State
from keepstep.domain.money import retainer
from keepstep.domain.money.plan_line import PlanLine
from keepstep.formulas.month import first_day, month_from
from tests.cast import House
from tests.keepstep.domain.money.bills import company

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OTHERS = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak")


@pytest.fixture
def following(open_house: House) -> date:
    """The month after this one; ten clients of Vera's, of whom all but Northwind have a retainer."""
    now = timezone.now()
    with open_house.agency.entered():
        ours = company()
        seo, _content = (_sells(name) for name in ("SEO", "Content"))
        for place, name in enumerate(OTHERS, start=1):
            made = _client(name, open_house, now)
            retainer.agree(
                made, service=seo, entity=ours, price=Decimal(place * 100), since=first_day(now.date()),
                by=open_house.vera, at=now,
            )  # fmt: skip
    return month_from(first_day(now.date()), 1)


def _sells(name: str) -> Service:
    return service.offer(name=name, unit="month", price=Decimal(1000), currency="EUR", is_recurring=name == "SEO")


def _client(name: str, house: House, now: datetime) -> Account:
    made = account.welcome(name=name, manager=house.vera, by=house.vera, at=now - timedelta(days=9))
    account.become(made, State.ACTIVE, by=house.vera, at=now - timedelta(days=6))
    return made


def test_ten_clients_are_planned_by_the_keyboard(
    open_house: House, following: date, page_of: Callable[..., Page]
) -> None:
    """Suggestions are taken with one key, one is bettered, Northwind gets its first plan, Oak content on top."""
    page = page_of(open_house.vera)
    page.goto(f"/plan/?month={following:%Y-%m}&all=1")
    cells = page.locator(".plan-cell")
    expect(cells).to_have_count(20)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Alder, SEO")).to_be_focused()
    expect(page.locator("#plan-hint")).to_have_text("€100: the retainer of €100")
    for _name in OTHERS[:8]:
        page.keyboard.press("=")
    expect(page.get_by_label("Northwind Bakery, SEO")).to_be_focused()
    page.keyboard.type("2 500")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Oak, SEO")).to_be_focused()
    page.keyboard.type("950")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Oak, SEO")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Oak, Content")).to_be_focused()
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    expect(page.locator("#plan-foot")).to_contain_text("€7,350")
    expect(page.locator("#plan-figures")).to_contain_text("€7,350")
    with open_house.agency.entered():
        said = {(one.account.name, one.service.name): one.amount for one in PlanLine.objects.standing()}
    expected = {(name, "SEO"): Decimal(place * 100) for place, name in enumerate(OTHERS[:8], start=1)}
    assert said == expected | {
        ("Northwind Bakery", "SEO"): Decimal(2500),
        ("Oak", "SEO"): Decimal(950),
        ("Oak", "Content"): Decimal(300),
    }
    page.reload()
    expect(page.get_by_label("Northwind Bakery, SEO")).to_have_value("2,500")
