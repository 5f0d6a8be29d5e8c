"""§5.4: the suggested line, attainment, pace, projection and accuracy."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keepstep.formulas.plan import Projection, accuracy, attainment, pace, suggested

D = Decimal
amounts = some.decimals(0, 10**7, places=2)
plans = some.decimals("0.01", 10**7, places=2)


@pytest.mark.parametrize(
    ("recurring", "facts", "growth", "amount", "is_by_mean"),
    [
        ("1800", ["1000", "1000", "1000"], "0", "1800.00", False),
        ("1800", ["2000", "2500", "1800"], "10", "2310.00", True),
        ("1800", [], "5", "1890.00", False),
        ("0", ["100", "0", "0"], "0", "34", True),
        ("0", [], "10", "0.00", False),
    ],
)
def test_the_larger_of_retainer_and_mean_grows_by_the_target(
    recurring: str, facts: list[str], growth: str, amount: str, is_by_mean: bool
) -> None:
    made = suggested(recurring=D(recurring), facts=[D(one) for one in facts], growth=D(growth))
    assert (made.amount, made.is_by_mean) == (D(amount), is_by_mean)


def test_a_third_of_the_money_at_half_of_the_month_is_two_thirds_of_the_pace() -> None:
    assert pace(D(1000), D(3000), elapsed=10, days=20) == D(2) / D(3)


def test_without_a_plan_or_before_the_first_day_there_is_no_pace() -> None:
    assert (pace(D(1), D(0), elapsed=1, days=20), pace(D(1), D(1), elapsed=0, days=20)) == (None, None)


def test_what_is_awaited_and_what_recurs_is_projected() -> None:
    assert Projection(D(400), D(250), D(1800)).amount == D(2450)


@pytest.mark.parametrize(("fact", "said"), [("90", "0.9"), ("110", "0.9"), ("100", "1"), ("0", "0"), ("250", "0")])
def test_a_plan_of_100_was_as_accurate_as(fact: str, said: str) -> None:
    assert accuracy(D(fact), D(100)) == D(said)


def test_where_nothing_was_planned_nothing_was_accurate() -> None:
    assert (accuracy(D(5), D(0)), attainment(D(5), D(0))) == (None, None)


@given(amounts, plans)
def test_accuracy_lies_between_none_and_all(fact: Decimal, plan: Decimal) -> None:
    assert 0 <= (accuracy(fact, plan) or 0) <= 1


@given(amounts, plans, some.integers(1, 23))
def test_on_the_last_day_the_pace_is_the_attainment(fact: Decimal, plan: Decimal, days: int) -> None:
    found, whole = pace(fact, plan, elapsed=days, days=days), attainment(fact, plan)
    assert found is not None and whole is not None and abs(found - whole) <= abs(whole) * D("1e-20")


@given(amounts, some.lists(amounts, min_size=3, max_size=3), some.decimals(0, 100, places=1))
def test_a_suggestion_is_never_below_what_recurs(recurring: Decimal, facts: list[Decimal], growth: Decimal) -> None:
    assert suggested(recurring=recurring, facts=facts, growth=growth).amount >= recurring
