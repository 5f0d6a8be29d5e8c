"""Contrast: known answers of the standard, then what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.contrast import BLACK, READABLE, WHITE, contrast, mix, readable_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48), ("#767676", WHITE, 4.54),
     ("#ff0000", WHITE, 4.0), ("#0000ff", WHITE, 8.59)],
)  # fmt: skip
def test_known_answers(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


@given(COLOURS, COLOURS)
def test_it_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) and 1 <= contrast(one, other) <= 21


@given(COLOURS)
def test_what_is_made_readable_can_be_read_and_what_was_stays(colour: str) -> None:
    made = readable_on(WHITE, colour, towards=BLACK)
    assert contrast(made, WHITE) >= READABLE
    assert (made == colour) == (contrast(colour, WHITE) >= READABLE)


@given(COLOURS, COLOURS)
def test_a_mixture_begins_with_the_one_and_ends_with_the_other(one: str, other: str) -> None:
    assert (mix(one, other, 0), mix(one, other, 1)) == (one, other)
