"""What one costs, and what falls on which month: nothing is lost by rounding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from keepstep.formulas.cost import each, spread


@pytest.mark.parametrize(
    ("amount", "count", "costs"),
    [("100", 3, "33.33"), ("0.05", 2, "0.02"), ("1000", 0, None), ("0", 5, None)],
)
def test_what_one_costs(amount: str, count: int, costs: str | None) -> None:
    assert each(Decimal(amount), count) == (Decimal(costs) if costs else None)


def test_a_campaign_over_the_end_of_a_month_costs_each_by_its_days() -> None:
    found = spread(Decimal(100), date(2026, 1, 30), date(2026, 2, 1))
    assert found == {date(2026, 1, 1): Decimal("66.67"), date(2026, 2, 1): Decimal("33.33")}


@settings(max_examples=50)
@given(
    some.decimals("0.01", "1000000", places=2), some.dates(date(2020, 1, 1), date(2030, 1, 1)), some.integers(0, 800)
)
def test_the_shares_of_months_add_up(amount: Decimal, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = spread(amount, first, last)
    assert sum(found.values()) == amount
    assert (min(found), max(found)) == (first.replace(day=1), last.replace(day=1))
