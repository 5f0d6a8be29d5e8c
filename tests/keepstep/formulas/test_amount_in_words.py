"""Amounts in words, in both languages."""

from decimal import Decimal

import pytest

from keepstep.formulas.amount_in_words import in_words


@pytest.mark.parametrize(
    ("amount", "currency", "language", "said"),
    [
        ("1.01", "RUB", "ru", "Один рубль 01 копейка"),
        ("2000000.00", "RUB", "ru", "Два миллиона рублей 00 копеек"),
        ("1001.11", "RUB", "ru", "Одна тысяча один рубль 11 копеек"),
        ("0.05", "RUB", "ru", "Ноль рублей 05 копеек"),
        ("22.22", "USD", "ru", "Двадцать два доллара 22 цента"),
        ("100.05", "EUR", "ru", "Сто евро 05 центов"),
        ("100.05", "EUR", "en", "One hundred euro 05 cents"),
        ("1284000.00", "RUB", "en", "One million, two hundred and eighty-four thousand roubles 00 kopeks"),
        ("21.09", "KZT", "ru", "Двадцать один 09/100 KZT"),
    ],
)
def test_an_amount_is_said_in_words(amount: str, currency: str, language: str, said: str) -> None:
    assert in_words(Decimal(amount), currency=currency, language=language) == said
