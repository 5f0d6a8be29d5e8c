"""Baskets: totals equal to the kopeck, counted a second time in fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.basket import Basket, DiscountTooLarge, Line, Share, Vat, basket, shared, shares

D = Decimal
RATES = (None, D(0), D(5), D(7), D(10), D(20), D(22))


def test_vat_in_the_price_is_taken_out_of_it() -> None:
    known = basket([Line(D(1), D("120000"), rate=D(20))], vat=Vat.IN).sum
    assert (known.net, known.vat, known.total) == (D("100000.00"), D("20000.00"), D("120000.00"))


def test_vat_on_top_is_laid_on_it() -> None:
    known = basket([Line(D(3), D("1000.10"), discount=D(10), rate=D(22))], vat=Vat.TOP).sum
    assert (known.full, known.discount, known.net) == (D("3000.30"), D("300.03"), D("2700.27"))
    assert (known.vat, known.total) == (D("594.06"), D("3294.33"))


def test_without_vat_no_rate_counts() -> None:
    known = basket([Line(D(1), D(100), rate=D(20)), Line(D(1), D(50))], vat=Vat.NONE)
    assert (known.sum.vat, known.sum.total, list(known.by_rate)) == (D(0), D("150.00"), [None])


def test_without_vat_is_another_thing_than_nought_per_cent() -> None:
    known = basket([Line(D(1), D(100), rate=D(0)), Line(D(1), D(50))], vat=Vat.IN)
    assert {rate: one.total for rate, one in known.by_rate.items()} == {D(0): D("100.00"), None: D("50.00")}


def test_what_is_at_each_rate_is_named_from_the_highest_to_what_is_without() -> None:
    parts = [Share(None, D(5), D(0)), Share(D(10), D(11), D(1)), Share(D(20), D(12), D(2)), Share(D(10), D(22), D(2))]
    assert shares(parts) == (Share(D(20), D(12), D(2)), Share(D(10), D(33), D(3)), Share(None, D(5), D(0)))
    assert shares([]) == ()


def test_halves_are_rounded_up_at_the_line() -> None:
    assert basket([Line(D("0.5"), D("0.01"))] * 2, vat=Vat.NONE).sum.total == D("0.02")


def test_a_discount_of_the_whole_is_laid_on_the_lines_to_the_cent() -> None:
    known = basket([Line(D(1), D(100), rate=D(20))] * 3, vat=Vat.IN, off_amount=D(100))
    assert [one.total for one in known.lines] == [D("66.66"), D("66.67"), D("66.67")]
    assert (known.sum.discount, known.sum.total) == (D("100.00"), D("200.00"))


def test_nothing_costs_less_than_nothing() -> None:
    with pytest.raises(DiscountTooLarge):
        basket([Line(D(1), D(10))], vat=Vat.NONE, off=D(50), off_amount=D(6))
    assert basket([Line(D(1), D(10))], vat=Vat.NONE, off_amount=D(10)).sum.total == D(0)
    assert basket([], vat=Vat.IN).sum.total == D(0)


def test_ten_thousand_baskets_are_equal_to_the_kopeck() -> None:
    chance = Random(56042)
    for _basket in range(10_000):
        lines = [
            Line(
                D(chance.randint(1, 20_000)) / 1000, D(chance.randint(1, 50_000_000)) / 100,
                D(chance.choice((0, 0, 5, 10, 12.5, 33.33, 100))).quantize(D("0.01")), chance.choice(RATES),
            )
            for _line in range(chance.randint(1, 12))
        ]  # fmt: skip
        vat, off = chance.choice(list(Vat)), D(chance.choice((0, 0, 3, 7.5, 50))).quantize(D("0.01"))
        assert in_cents(basket(lines, vat=vat, off=off)) == counted_in_fractions(lines, vat=vat, off=off)


@given(
    st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=20),
    st.decimals(min_value=0, max_value=1, places=4),
)
def test_parts_add_up_and_none_is_off_by_a_cent(over: list[Decimal], share: Decimal) -> None:
    amount = (sum(over, D(0)) * share).quantize(D("0.01"), "ROUND_DOWN")
    parts = shared(amount, over)
    assert sum(parts, D(0)) == (amount if any(over) else 0)
    whole = Fraction(sum(over, D(0))) or Fraction(1)
    exact = [Fraction(amount) * Fraction(part) / whole for part in over]
    assert all(abs(Fraction(part) - due) < Fraction(1, 100) for part, due in zip(parts, exact, strict=True))


def in_cents(known: Basket) -> list[tuple[int, int, int]]:
    return [(int(one.net * 100), int(one.vat * 100), int(one.total * 100)) for one in (*known.lines, known.sum)]


def counted_in_fractions(lines: list[Line], *, vat: Vat, off: Decimal) -> list[tuple[int, int, int]]:
    """The same in whole kopecks and exact fractions, by another way: nothing of `basket` is used."""
    after = [
        half_up(Fraction(line.quantity) * Fraction(line.price) * (100 - Fraction(line.discount))) for line in lines
    ]
    taken = half_up(Fraction(sum(after)) * Fraction(off) / 100)
    exact = [Fraction(taken * one, sum(after) or 1) for one in after]
    parts = [floor(one) for one in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: (-(exact[place] - parts[place]), place))
    for place in by_rest[: taken - sum(parts)]:
        parts[place] += 1
    rows = []
    for line, amount in zip(lines, (a - p for a, p in zip(after, parts, strict=True)), strict=True):
        rate = Fraction(line.rate) if line.rate is not None and vat is not Vat.NONE else None
        if rate is None:
            rows.append((amount, 0, amount))
        elif vat is Vat.IN:
            tax = half_up(amount * rate / (100 + rate))
            rows.append((amount - tax, tax, amount))
        else:
            tax = half_up(amount * rate / 100)
            rows.append((amount, tax, amount + tax))
    return [*rows, (sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows))]


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))
