"""A number of a client's business as the reader's language writes it: 1,284.5 and 1 284,5, with its unit."""

from decimal import Decimal

from babel.numbers import format_decimal


def figure(value: Decimal, *, unit: str = "", language: str) -> str:
    """At most four decimals, and no more than it has."""
    said = str(format_decimal(value, format="#,##0.####", locale=language))
    return f"{said}\N{NO-BREAK SPACE}{unit}" if unit else said
