"""What a client brings: worked by hand, then what always holds (§5.6)."""

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.lifetime_value import Stay, lifetime_value
from keepstep.formulas.survival import Mean

SURE = Mean(20, 0, 36)


def test_income_a_month_times_months() -> None:
    found = lifetime_value([Stay(Decimal(3_000), 10), Stay(Decimal(1_000), 10)], SURE)
    assert found
    assert (found.monthly, found.value, found.clients) == (200, 4_000, 2)


def test_its_doubt_is_that_of_the_income_and_that_of_the_months() -> None:
    found = lifetime_value([Stay(Decimal(3_000), 10), Stay(Decimal(1_000), 10)], Mean(20, 2, 36))
    assert found
    assert found.monthly_error == pytest.approx(sqrt(2 * 2 * 1_000**2) / 20)
    assert found.error == pytest.approx(sqrt((20 * 100) ** 2 + (200 * 2) ** 2))
    assert (found.low, found.high) == (
        pytest.approx(4_000 - 1.96 * found.error),
        pytest.approx(4_000 + 1.96 * found.error),
    )


def test_of_one_client_nothing_can_be_said() -> None:
    assert lifetime_value([Stay(Decimal(3_000), 10)], SURE) is None
    assert lifetime_value([Stay(Decimal(0), 0)] * 2, SURE) is None


@given(st.integers(2, 30), st.integers(1, 1_000), st.integers(1, 60))
def test_clients_who_are_all_alike_leave_no_doubt(n: int, amount: int, months: int) -> None:
    found = lifetime_value([Stay(Decimal(amount), months)] * n, SURE)
    assert found
    assert found.error == pytest.approx(0, abs=1e-6)
    assert found.low == pytest.approx(20 * amount / months)
