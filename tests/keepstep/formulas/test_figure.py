"""A number with its unit, as each language writes it."""

from decimal import Decimal

from keepstep.formulas.figure import figure


def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert figure(Decimal("1284.5000"), unit="€", language="en") == "1,284.5\N{NO-BREAK SPACE}€"
    assert figure(Decimal("1284.5"), language="ru") == "1\N{NO-BREAK SPACE}284,5"
    assert figure(Decimal("100"), language="en") == "100"
    assert figure(Decimal("0.0000"), language="en") == "0"
