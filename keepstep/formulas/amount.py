"""An amount in figures, as each language writes it: €1,284.00 and 1 284 ₽."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency

MOST = 4096
"""The amounts of a list are seldom others than a moment ago; to write one takes as long as the rest of its row."""


@lru_cache(MOST)
def in_figures(amount: Decimal, currency: str, *, language: str, exact: bool = False) -> str:
    """Round amounts are without hundredths, unless it is `exact`, as in documents."""
    digits = exact or amount != amount.to_integral_value()
    pattern = None if digits else {"ru": "#,##0 ¤"}.get(language, "¤#,##0")
    said = format_currency(amount, currency, pattern, locale=language, currency_digits=digits)
    return said.replace(currency, f"{currency}\N{NO-BREAK SPACE}", 1) if language == "en" else said
