"""Concentration: the numbers of reference.md, then what always holds (§5.6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.concentration import Alarm, Concentration, concentration


def of(*amounts: int) -> Concentration:
    found = concentration(map(Decimal, amounts))
    assert found
    return found


def test_four_clients_of_forty_thirty_twenty_and_ten() -> None:
    found = of(10, 40, 20, 30)
    assert (found.largest, round(found.hhi), round(found.effective, 2)) == (0.4, 3000, 3.33)


@pytest.mark.parametrize(("largest", "alarm"), [(19, Alarm.NONE), (20, Alarm.NEAR), (24, Alarm.NEAR), (25, Alarm.OVER)])
def test_alarms_at_twenty_and_twenty_five_per_cent(largest: int, alarm: Alarm) -> None:
    assert of(largest, *[1] * (100 - largest)).alarm == alarm


def test_without_income_there_is_none() -> None:
    assert concentration([Decimal(0)]) is None


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_there_are_never_more_effective_clients_than_clients(amounts: list[int]) -> None:
    found = of(*amounts)
    assert 1 <= round(found.effective, 6) <= len(amounts)
    assert sum(found.shares) == pytest.approx(1)


@given(st.integers(1, 50))
def test_equal_clients_are_as_many_as_they_are(n: int) -> None:
    assert of(*[7] * n).effective == pytest.approx(n)
