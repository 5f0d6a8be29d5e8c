"""§5.4: the trend of the average check, told by its robust slope."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keepstep.formulas.trend import Verdict, trend


def test_100_to_133_1_in_three_months_grows_by_10_per_cent_a_month() -> None:
    found = trend({0: 100, 1: 110, 2: 121, 3: 133.1})
    assert (round(found.rate or 0, 9), found.verdict, len(found.slopes)) == (0.1, Verdict.GROWING, 6)


def test_ends_alone_are_enough_with_one_between_them() -> None:
    assert round(trend({0: 100, 1: 110, 3: 133.1}).rate or 0, 9) == 0.1


def test_one_month_gone_wild_changes_nothing() -> None:
    found = trend({0: 100, 1: 110, 2: 9000, 3: 133.1, 4: 146.41, 5: 161.051})
    assert round(found.rate or 0, 2) == 0.1


@pytest.mark.parametrize(
    ("rate", "verdict"), [(0.02, "growing"), (0.009, "flat"), (0, "flat"), (-0.009, "flat"), (-0.02, "falling")]
)
def test_a_per_cent_a_month_is_the_bound(rate: float, verdict: str) -> None:
    assert trend({month: 500 * (1 + rate) ** month for month in range(6)}).verdict == verdict


def test_two_months_are_too_early() -> None:
    found = trend({0: 100, 5: 200})
    assert (found.rate, found.verdict, found.months) == (None, Verdict.EARLY, 2)


def test_a_month_without_payments_is_no_month_of_nothing() -> None:
    assert trend({0: 100, 1: 0, 2: 121, 3: 133.1}).months == 3


checks = some.dictionaries(some.integers(0, 5), some.floats(1, 1e6), min_size=3)


@given(checks, some.floats(0.01, 1000))
def test_the_currency_does_not_matter(known: dict[int, float], times: float) -> None:
    assert trend({month: check * times for month, check in known.items()}).rate == pytest.approx(
        trend(known).rate, rel=1e-6, abs=1e-6
    )


@given(checks)
def test_read_backwards_growth_is_a_fall(known: dict[int, float]) -> None:
    forth, back = trend(known).rate or 0, trend({-month: check for month, check in known.items()}).rate or 0
    assert (1 + forth) * (1 + back) == pytest.approx(1, rel=1e-6)
