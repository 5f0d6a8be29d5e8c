"""Payments: in part, too much, for several at once; what was laid wrong is lifted exactly."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connections
from django.db.models import F, Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.money import allocation, cancellation, payment
from keepstep.domain.money.allocation import Allocation, NotToBePaid
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company, drafted, issued, pays, seo

D = Decimal


def came(house: House, amount: str, *invoices: Invoice) -> Payment:
    return allocation.receive(invoices, amount=D(amount), paid_on=house.day, by=house.vera, at=house.at)


def paid(*invoices: Invoice) -> list[Decimal]:
    return [Invoice.objects.get(pk=one.pk).paid for one in invoices]


def test_a_part_then_the_rest(house: House) -> None:
    known = issued(house, seo("100"))
    came(house, "33.33", known)
    assert known.owed == D("66.67")
    came(house, "66.67", known)
    assert (known.owed, Allocation.objects.count()) == (D(0), 2)


def test_what_is_too_much_stays_as_an_advance_and_pays_the_next(house: House) -> None:
    first = issued(house, seo("100"))
    made = came(house, "150", first)
    assert (paid(first), made.rest, list(Payment.objects.with_rest())) == ([D(100)], D(50), [made])
    second = issued(house, seo("80"))
    allocation.allocate(made, second, amount=D(50), by=house.vera, at=house.at)
    assert (paid(second), list(Payment.objects.with_rest())) == ([D(50)], [])


def test_one_payment_for_several_pays_them_in_their_order(house: House) -> None:
    first, second, third = (issued(house, seo("100")) for _time in range(3))
    came(house, "250", first, second, third)
    assert paid(first, second, third) == [D(100), D(100), D(50)]


def test_a_wrong_one_is_undone_exactly(house: House) -> None:
    first, second = issued(house, seo("100")), issued(house, seo("100"))
    before = paid(first, second)
    made = came(house, "150", first, second)
    one = made.allocations.get(invoice=second)
    assert allocation.undo(one, by=house.vera, at=house.at) is True
    assert allocation.undo(one, by=house.vera, at=house.at) is False
    assert (paid(first, second), Payment.objects.get().rest) == ([D(100), D(0)], D(50))
    assert allocation.take_back(made, by=house.vera, at=house.at) is True
    assert allocation.take_back(made, by=house.vera, at=house.at) is False
    assert (paid(first, second), Payment.objects.get().spent) == (before, D(0))
    assert Allocation.objects.exclude(undone_at=None).count() == 2


def test_nothing_is_laid_where_it_does_not_belong(house: House) -> None:
    known = issued(house, seo("100"))
    made = came(house, "50", known)
    other = welcome("Hill School", manager=house.vera)
    cancelled = issued(house, seo("10"))
    cancellation.cancel(cancelled, reason="no", by=house.vera, at=house.at)
    for wrong in (
        drafted(house), cancelled, issued(house, seo("1"), account=other, payer=pays(other)),
        issued(house, seo("1"), entity=company(name="Other", currency="USD")),
    ):  # fmt: skip
        with pytest.raises(NotToBePaid):
            allocation.allocate(made, wrong, amount=D(1), by=house.vera, at=house.at)
        with pytest.raises(NotToBePaid):
            came(house, "1", known, wrong)
    for amount in ("0", "0.01"):
        with pytest.raises(NotToBePaid):
            allocation.allocate(made, known, amount=D(amount), by=house.vera, at=house.at)
    allocation.take_back(made, by=house.vera, at=house.at)
    with pytest.raises(NotToBePaid):
        allocation.allocate(made, known, amount=D(1), by=house.vera, at=house.at)
    assert (paid(known), Payment.objects.standing().count()) == ([D(0)], 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.integers(0, 4), some.integers(1, 30_000)), max_size=8))
def test_whatever_is_done_the_sums_are_those_of_the_rows(house: House, acts: list[tuple[int, int]]) -> None:
    """`paid` and `spent` are kept sums; they never part from the rows they are of."""
    invoices = [issued(house, seo("100")) for _time in range(3)]
    for what, cents in acts:
        amount = D(cents) / 100
        standing = list(Payment.objects.standing())
        if what <= 1:
            came(house, str(amount), *invoices[what:])
        elif what == 2 and standing:
            with suppress(NotToBePaid):
                allocation.allocate(standing[0], invoices[2], amount=amount, by=None, at=house.at)
        elif what == 3 and (laid := Allocation.objects.standing().last()):
            allocation.undo(laid, by=None, at=house.at)
        elif what == 4 and standing:
            allocation.take_back(standing[-1], by=None, at=house.at)
    for model, kept in ((Invoice, "paid"), (Payment, "spent")):
        standing_ones = Sum("allocations__amount", filter=Q(allocations__undone_at=None), default=D(0))
        assert list(model.objects.annotate(laid=standing_ones).exclude(**{kept: F("laid")})) == []


def test_eight_at_once_pay_no_more_than_is_asked(open_house: House) -> None:
    with open_house.agency.entered():
        known = issued(open_house, seo("100"))
        made = payment.record(
            open_house.northwind, entity=known.entity, amount=D(1000), paid_on=open_house.day, by=None, at=open_house.at
        )

    def lay(_number: int) -> bool:
        try:
            with open_house.agency.entered():
                allocation.allocate(made, Invoice.objects.get(pk=known.pk), amount=D(30), by=None, at=open_house.at)
                return True
        except NotToBePaid:
            return False
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lay, range(16))) == 3
    with open_house.agency.entered():
        assert (paid(known), Payment.objects.get().rest) == ([D(90)], D(910))
