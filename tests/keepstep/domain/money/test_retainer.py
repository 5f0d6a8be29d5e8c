"""Retainers: a draft on the first working day of each month, once and only once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connections

from keepstep.domain.agency import vat_rate
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.money import drafting, plan_figures, retainer, retainer_draft
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.retainer import AlreadyRunning, Retainer
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company, pays
from tests.keepstep.domain.money.plans import APRIL, FEBRUARY, MARCH, noon, sells

D = Decimal


@pytest.fixture
def seo(house: House) -> Service:
    pays(house.northwind)
    return sells("SEO")


def agreed(house: House, known: Service, price: str = "1000", **facts: object) -> Retainer:
    entity = LegalEntity.objects.first() or company()
    said = {"since": MARCH, "by": house.vera, "at": house.at, **facts}
    return retainer.agree(house.northwind, service=known, entity=entity, price=D(price), **said)  # type: ignore[arg-type]


def drafts(house: House, day: date) -> list[str]:
    return [str(one.total) for one in retainer_draft.draft_due(agency=house.agency, at=noon(day))]


def test_the_first_working_day_drafts_and_the_next_does_not(house: House, seo: Service) -> None:
    """1 March 2026 is a Sunday; 3 April is Good Friday, but the first is a Wednesday."""
    agreed(house, seo)
    assert [drafts(house, date(2026, 3, day)) for day in (1, 2, 3)] == [[], ["1000.00"], []]
    assert drafts(house, APRIL) == ["1000.00"]


def test_a_missed_day_is_made_up_for(house: House, seo: Service) -> None:
    agreed(house, seo)
    assert drafts(house, date(2026, 3, 19)) == ["1000.00"]


def test_what_one_payer_owes_goes_into_one_draft(house: House, seo: Service) -> None:
    agreed(house, seo)
    agreed(house, sells("Ads"), "250")
    agreed(house, sells("Content"), "70", days_to_pay=10)
    assert sorted(drafts(house, house.day)) == ["1250.00", "70.00"]


def test_it_begins_and_ends_with_its_months(house: House, seo: Service) -> None:
    agreed(house, seo, since=APRIL, until=APRIL)
    days = (date(2026, 3, 31), APRIL, date(2026, 5, 4))
    assert [drafts(house, day) for day in days] == [[], ["1000.00"], []]


def test_a_draft_names_what_it_stands_on(house: House, seo: Service) -> None:
    agreed(house, seo)
    (made,) = retainer_draft.draft_due(agency=house.agency, at=house.at, basis=lambda account: f"For {account.name}")
    assert made.basis == "For Northwind Bakery"


def test_a_draft_that_was_thrown_away_does_not_come_again(house: House, seo: Service) -> None:
    agreed(house, seo)
    (made,) = retainer_draft.draft_due(agency=house.agency, at=house.at)
    drafting.throw_away(made, at=house.at)
    assert drafts(house, date(2026, 3, 20)) == []
    assert plan_figures.of_agency(MARCH, fact_by=FactBy.PAYMENT, day=house.day) == {}


@pytest.mark.parametrize(("state", "count"), [(State.PAUSED, 0), (State.CHURNED, 0), (State.ACTIVE, 1)])
def test_who_pauses_or_has_left_gets_none(house: House, seo: Service, state: State, count: int) -> None:
    agreed(house, seo)
    if state != State.ACTIVE:
        account.become(house.northwind, state, by=house.vera, at=house.at)
    assert len(drafts(house, house.day)) == count


def test_a_new_price_counts_from_its_month_on(house: House, seo: Service) -> None:
    known = agreed(house, seo)
    retainer.change(known, price=D(1500), month=APRIL, by=house.vera, at=house.at)
    assert (drafts(house, house.day), drafts(house, APRIL)) == (["1000.00"], ["1500.00"])


def test_two_of_one_service_at_a_time_there_are_not(house: House, seo: Service) -> None:
    agreed(house, seo, until=APRIL)
    with pytest.raises(AlreadyRunning):
        agreed(house, seo, since=APRIL)
    agreed(house, seo, since=FEBRUARY, until=FEBRUARY)


def test_with_vat_on_top_it_comes_to_more(house: House, seo: Service) -> None:
    seo.rate = vat_rate.add(percent=D(19))
    seo.save(update_fields=["rate"])
    known = retainer.agree(
        house.northwind, service=seo, entity=company(vat="top"), price=D("1000.01"), since=MARCH, by=house.vera,
        at=house.at,
    )  # fmt: skip
    found = plan_figures.of_agency(MARCH, fact_by=FactBy.PAYMENT, day=house.day)["EUR"].recurring
    assert (known.total, found) == (D("1190.01"), D("1190.01"))


def test_of_four_at_a_time_one_drafts(open_house: House) -> None:
    house = open_house
    with house.agency.entered():
        pays(house.northwind)
        agreed(house, sells("SEO"))

    def one(_n: int) -> None:
        try:
            with house.agency.entered():
                retainer_draft.draft_due(agency=house.agency, at=house.at)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(one, range(4)))
    with house.agency.entered():
        assert Invoice.objects.count() == 1


def test_another_agencys_retainers_are_its_own(house: House, seo: Service) -> None:
    agreed(house, seo)
    welcome("Lumen", manager=house.vera)
    with house.elsewhere.entered():
        assert retainer_draft.draft_due(agency=house.elsewhere, at=house.at + timedelta(days=1)) == []
