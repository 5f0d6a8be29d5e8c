"""What changed between two lists of lines."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.difference import Change, Offered, difference

D = Decimal


def one(name: str = "SEO", **other: Any) -> Offered:
    known = {"unit": "month", "quantity": D(1), "price": D(1000), "discount": D(0), "rate": D(19)}
    return Offered(name, **{**known, **other})


def test_nothing_changed_is_no_difference() -> None:
    assert difference([one(), one("Audit")], [one("Audit"), one()]) == []


def test_what_came_what_went_and_what_costs_less() -> None:
    was = [one("SEO"), one("Audit", price=D(500))]
    now = [one("SEO", price=D(900), quantity=D(2)), one("Blog")]
    assert difference(was, now) == [
        Change(was[0], now[0], ("quantity", "price")), Change(None, now[1]), Change(was[1], None),
    ]  # fmt: skip


def test_a_line_of_one_service_under_another_name_is_the_same_line() -> None:
    was, now = one("SEO", key="7"), one("Search, the first year", key="7")
    assert difference([was], [now]) == [Change(was, now, ("name",))]
    assert difference([one("A")], [one("B")]) == [Change(None, one("B")), Change(one("A"), None)]


def test_of_two_lines_of_one_name_the_unchanged_one_stays() -> None:
    was, now = [one(price=D(1)), one(price=D(2))], [one(price=D(2)), one(price=D(3))]
    assert difference(was, now) == [Change(was[0], now[1], ("price",))]


LINES = st.lists(st.builds(one, st.sampled_from("abc"), price=st.sampled_from([D(1), D(2)])), max_size=6)


@given(LINES, LINES)
def test_the_differences_lead_from_the_old_lines_to_the_new(was: list[Offered], now: list[Offered]) -> None:
    left = list(was)
    for change in difference(was, now):
        if change.was:
            left.remove(change.was)
        if change.now:
            left.append(change.now)
    assert sorted(left, key=repr) == sorted(now, key=repr)
