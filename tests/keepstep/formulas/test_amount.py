"""Amounts in figures, as each language writes them."""

from decimal import Decimal

import pytest

from keepstep.formulas.amount import in_figures


@pytest.mark.parametrize(
    ("amount", "currency", "language", "said"),
    [
        ("1284000", "RUB", "ru", "1 284 000 ₽"), ("0.5", "EUR", "ru", "0,50 €"), ("1284000", "EUR", "en", "€1,284,000"),
        ("-12.3", "EUR", "en", "-€12.30"), ("1284", "RUB", "en", "RUB 1,284"), ("12", "KZT", "ru", "12 KZT"),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_the_language_does(amount: str, currency: str, language: str, said: str) -> None:
    assert in_figures(Decimal(amount), currency, language=language).replace("\N{NO-BREAK SPACE}", " ") == said
