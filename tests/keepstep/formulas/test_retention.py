"""Retention: the numbers of reference.md, then what always holds (§5.6)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.retention import Cell, Paid, cohorts, retention

amounts = st.decimals(0, 10_000, places=2)
clients = st.lists(st.builds(Paid, amounts, amounts), max_size=30)


def paid(*pairs: tuple[int, int]) -> list[Paid]:
    return [Paid(Decimal(before), Decimal(now)) for before, now in pairs]


def test_the_example_of_the_glossary() -> None:
    """Start 27,000, expansion 8,000, contraction and churn 5,000."""
    found = retention(paid((10_000, 18_000), (12_000, 9_000), (3_000, 3_000), (2_000, 0)))
    assert found
    assert (found.start, found.expansion, found.contraction + found.churned) == (27_000, 8_000, 5_000)
    assert (round(100 * found.net, 2), round(100 * found.gross, 2)) == (111.11, 81.48)


def test_clients_kept_leave_the_new_ones_out() -> None:
    """48 at the end, of whom 6 are new, of 50 at the beginning."""
    found = retention(paid(*[(1, 1)] * 42, *[(1, 0)] * 8, *[(0, 1)] * 6))
    assert found
    assert (found.clients, found.kept, found.clients_kept) == (50, 42, 0.84)


def test_it_is_too_early_where_nobody_paid_a_year_ago() -> None:
    assert retention(paid((0, 100))) is None


@given(clients)
def test_gross_retention_is_never_above_all_nor_above_net(known: list[Paid]) -> None:
    if found := retention(known):
        assert 0 <= found.gross <= 1
        assert found.gross <= found.net


@given(clients)
def test_the_parts_make_what_the_same_clients_pay_now(known: list[Paid]) -> None:
    if found := retention(known):
        assert found.end == sum(one.now for one in known if one.before > 0)


@given(clients, st.integers(0, 29), st.decimals("0.01", 10_000, places=2))
def test_another_payment_never_lowers_a_figure(known: list[Paid], place: int, more: Decimal) -> None:
    if before := retention(known):
        place %= len(known)
        after = retention([Paid(b, n + more) if i == place else Paid(b, n) for i, (b, n) in enumerate(known)])
        assert after
        assert (after.net, after.gross, after.kept) >= (before.net, before.gross, before.kept)
        assert after.gross >= before.gross


def test_a_cohort_has_every_period_since_its_first() -> None:
    known = {(5, 5): Cell(4, Decimal(400)), (5, 7): Cell(3, Decimal(450)), (7, 7): Cell(1, Decimal(9))}
    old, young = cohorts(known, last=7)
    assert old.cells == (Cell(4, Decimal(400)), Cell(0, Decimal(0)), Cell(3, Decimal(450)))
    assert [old.share(after) for after in range(4)] == [1, 0, 0.75, None]
    assert (young.first, young.clients) == (7, 1)


def test_a_cohort_that_is_still_to_come_is_not_shown() -> None:
    assert cohorts({(8, 8): Cell(1, Decimal(1))}, last=7) == []
