"""`close_plan_gap`: behind the pace after a third of the month, and the rest not in sight."""

from datetime import date

import pytest

from keepstep.domain.agency import agency
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.service import Service
from keepstep.domain.money import development_talk, next_offer
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.domain.money.bills import issued
from tests.keepstep.domain.money.plans import noon, of, paid, planned, sells
from tests.keepstep.domain.money.test_next_offer import crowd
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "close_plan_gap"
MIDDLE = date(2026, 3, 16)


@pytest.fixture
def seo(house: House) -> Service:
    """Of 2,200 are planned: 100 a working day of March's 22."""
    known = sells("SEO")
    planned(house, known, "2200")
    return known


def gaps(day: date = MIDDLE) -> int:
    return len(asked(DUTY, day=day))


@pytest.mark.parametrize(("day", "count"), [(10, 0), (11, 1), (31, 1)])
def test_it_begins_after_a_third_of_the_month(house: House, seo: Service, day: int, count: int) -> None:
    """The 7th working day of 22 is not yet past a third, the 8th is."""
    assert gaps(date(2026, 3, day)) == count


@pytest.mark.parametrize(("amount", "count"), [("989", 1), ("990", 0)])
def test_nine_tenths_of_the_pace_are_enough(house: House, seo: Service, amount: str, count: int) -> None:
    """On the 11th working day 1,100 are due by now."""
    paid(house, date(2026, 3, 5), of(seo, amount))
    assert gaps() == count


def test_what_is_owed_by_a_date_in_the_month_is_no_gap(house: House, seo: Service) -> None:
    issued(house, of(seo, "2200"), at=noon(MIDDLE))
    assert gaps() == 0


def test_by_invoices_what_was_invoiced_counts(house: House, seo: Service) -> None:
    issued(house, of(seo, "1500"), at=noon(date(2026, 3, 2)), days_to_pay=60)
    assert gaps() == 1
    agency.amend(house.agency, fact_by=FactBy.INVOICE)
    assert gaps() == 0


def test_it_says_how_much_is_missing_and_what_to_offer(house: House) -> None:
    crowd(house)
    seo = Service.objects.get(name="SEO")
    planned(house, seo, "2200")
    next_offer.look(agency=house.agency, day=MIDDLE)
    asked(DUTY, day=MIDDLE)
    assert catalogue()[DUTY].reason(Item.objects.get().facts) == (
        "Pace 0 %: €2,100 of the month’s plan are not in sight. Next offer: Content (5 of 7 with SEO)."
    )


def test_a_talk_closes_it_for_the_month(house: House, seo: Service) -> None:
    gaps()
    development_talk.record(
        house.northwind, held_on=MIDDLE, outcome="agreed", words="Two more articles", by=house.vera, at=morning(MIDDLE)
    )
    assert (gaps(), outcomes(DUTY)) == (0, ["done"])


def test_paid_it_is_no_longer_needed(house: House, seo: Service) -> None:
    gaps()
    paid(house, MIDDLE, of(seo, "2200"))
    assert (gaps(), outcomes(DUTY)) == (0, ["lapsed"])
