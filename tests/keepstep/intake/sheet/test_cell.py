"""Amounts, days and months as people and systems write them."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.intake.sheet import cell


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("468.0", "468.0"), ("1 284 000,50 ₽", "1284000.50"), ("1,284.50", "1284.50"), ("1.284,50", "1284.50"),
        ("€1,284", "1284"), ("12,5", "12.5"), ("1\u00a0284\u202f000 руб.", "1284000"), ("1.284.000", "1284000"),
        ("-5", "-5"), ("", None), ("much", None), ("1,2,3", None), ("NaN", None), ("1e5", None),
    ],
)  # fmt: skip
def test_an_amount(text: str, amount: str | None) -> None:
    assert cell.amount(text) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", "2026-03-02"), ("02.03.2026", "2026-03-02"), ("2.3.26", "2026-03-02"),
        ("2026-03-02 16:14", "2026-03-02"), ("02.03.2026 16:14:05", "2026-03-02"), ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"), ("03/03/2026", "2026-03-03"), ("02/03/2026", None), ("31.02.2026", None),
        ("не закрыта", None), ("", None),
    ],
)  # fmt: skip
def test_a_day(text: str, day: str | None) -> None:
    assert cell.day(text) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "text", ["2026-02", "02.2026", "2/2026", "February 2026", "feb 2026", "Февраль 2026", "февр. 2026 г."]
)
def test_a_month(text: str) -> None:
    assert cell.month(text) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("text", ["2026-13", "2026", "", "Smarch 2026", "February 26", "02.1999"])
def test_no_month(text: str) -> None:
    assert cell.month(text) is None
