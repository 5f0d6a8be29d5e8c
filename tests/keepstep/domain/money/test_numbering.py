"""Numbers without gaps, however many take them at once."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.money import numbering
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.numbering import Kind
from tests.cast import House
from tests.keepstep.domain.money.bills import company, issued, pays

MANY = int(os.environ.get("TESTED_NUMBERS", "240"))
"""The goal is ten thousand; a day's run is content with fewer."""


def taken(entity: LegalEntity, *, year: int = 2026) -> int:
    return numbering.next_number(entity, kind=Kind.INVOICE, year=year)


def test_each_company_and_year_begins_at_one(house: House) -> None:
    berlin, prague = company(), company(name="Lighthouse s. r. o.")
    assert [taken(berlin), taken(berlin), taken(prague), taken(berlin, year=2027)] == [1, 2, 1, 1]


def test_a_document_that_comes_to_nothing_leaves_no_gap(house: House) -> None:
    berlin = company()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        taken(berlin)
        raise ZeroDivisionError
    assert taken(berlin) == 1


def test_the_year_is_the_agencys(house: House) -> None:
    """At half past eleven by UTC it is the new year in Berlin."""
    company(number_prefix="LH-")
    late = issued(house, at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert (late.number, late.year, str(late.issued_on)) == ("LH-1", 2027, "2027-01-01")


def test_eight_at_once_take_all_numbers_and_each_once(open_house: House) -> None:
    with open_house.agency.entered():
        berlin = company()

    def take(number: int) -> int:
        """Every seventh document comes to nothing."""
        try:
            with open_house.agency.entered():
                found = taken(berlin)
                if number % 7 == 0:
                    raise ZeroDivisionError
                return found
        except ZeroDivisionError:
            return 0
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        numbers = Counter(pool.map(take, range(MANY)))
    nothing = numbers.pop(0)
    assert (nothing, numbers) == (len(range(0, MANY, 7)), Counter(range(1, MANY - nothing + 1)))


def test_invoices_issued_at_once_are_numbered_in_the_order_they_stand(open_house: House) -> None:
    with open_house.agency.entered():
        company()
        pays(open_house.northwind)

    def issue(_number: int) -> None:
        with open_house.agency.entered():
            issued(open_house)
        connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(issue, range(24)))
    with open_house.agency.entered():
        assert set(Invoice.objects.values_list("serial", flat=True)) == set(range(1, 25))
