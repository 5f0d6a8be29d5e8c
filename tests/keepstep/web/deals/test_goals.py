"""Goals of salespeople: what was won in the month, by whom, of how much; only a head sets them."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import evidence, loss, sales_goal
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.sales_goal import NotTheirsToSet, SalesGoal
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, ground, standing_at, too_dear

Of = Callable[[Person], Client]
MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def row(client: Client) -> str:
    """Lena's line of the forecast, as it is read where columns have their heads."""
    page = client.get("/deals/forecast/").content.decode()
    [found] = [one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "Lena" in one]
    words = re.sub(r'<span class="head-here">.*?</span>|<[^>]+>', " ", found)
    return re.sub(r"\s+", " ", words).strip()


def test_what_was_won_in_the_month_stands_against_the_goal(house: House, lena: Person, client_of: Of) -> None:
    client = client_of(house.oleg)
    assert row(client).startswith("Lena 0 –")
    standing_at(house, Gate.PAID, person=lena, amount=Decimal(1000))
    standing_at(house, Gate.HANDED_OVER, person=lena, amount=Decimal(500))
    standing_at(house, Gate.PAID, person=lena, amount=Decimal(70), currency="USD")
    standing_at(house, Gate.CONTRACTED, person=lena, amount=Decimal(9000))
    gone = standing_at(house, Gate.PAID, person=lena, amount=Decimal(8))
    loss.lose(gone, reason=too_dear(house), by=lena, at=house.at)
    client.post(f"/deals/goals/{lena.pk}/", {"count": "4", "amount": "3000", "currency": "EUR"})
    assert row(client) == "Lena 3 · 75 % of 4 €1,500 $70 · 50 % of €3,000 Goal Lena"


def test_what_was_won_last_month_counts_no_more(house: House, lena: Person, client_of: Of) -> None:
    made = begun(house, person=lena, amount=Decimal(1000))
    for one in (Gate.CLARIFIED, Gate.AGREED, Gate.CONTRACTED, Gate.PAID):
        evidence.record(made, one, source=ground(one), by=lena, at=house.at - timedelta(days=2))
    assert row(client_of(house.oleg)).startswith("Lena 0 –")


def test_the_last_word_about_a_goal_stands_and_the_earlier_are_kept(house: House, lena: Person) -> None:
    for count in (4, 5):
        sales_goal.agree(lena, month=MARCH, count=count, amount=None, currency="EUR", by=house.oleg, at=house.at)
    assert [(one.count, one.replaced_at) for one in SalesGoal.objects.all()] == [(4, house.at), (5, None)]


def test_a_salesperson_sets_no_goal(house: House, lena: Person, client_of: Of) -> None:
    with pytest.raises(NotTheirsToSet):
        sales_goal.agree(lena, month=MARCH, count=1, amount=None, currency="EUR", by=lena, at=house.at)
    assert client_of(lena).get(f"/deals/goals/{lena.pk}/").status_code == 404
    assert row(client_of(lena)) == "Lena 0 –"
