"""An amount in words, as invoices and acts say it in English and Russian."""

from decimal import Decimal

from num2words import num2words

IN_WORDS = frozenset({"RUB", "EUR", "USD"})
"""Currencies whose names are known in both languages; of others the code stands for the name."""


def in_words(amount: Decimal, *, currency: str, language: str) -> str:
    """Whole units in words, hundredths in figures: "One hundred euro 05 cents", «Сто евро 05 центов»."""
    if currency in IN_WORDS:
        said = num2words(amount, lang=language, to="currency", currency=currency, cents=False, separator="")
    else:
        said = f"{num2words(int(amount), lang=language)} {int(amount * 100) % 100:02d}/100 {currency}"
    return str(said)[:1].upper() + str(said)[1:]
