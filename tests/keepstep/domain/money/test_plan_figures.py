"""Facts, what is awaited and what recurs, for a whole agency in one statement."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.service import Service
from keepstep.domain.money import allocation, cancellation, issuing, plan_facts, plan_figures, retainer, retainer_draft
from keepstep.domain.money.plan_facts import Line
from keepstep.domain.money.plan_figures import Figures
from tests.cast import House, join, welcome
from tests.keepstep.domain.money.bills import company, drafted, issued, pays
from tests.keepstep.domain.money.plans import FEBRUARY, MARCH, noon, of, paid, planned, sells

D = Decimal
BY = FactBy.PAYMENT


def facts(house: House, *, by: FactBy = BY, month: date = MARCH) -> dict[str, Decimal]:
    found = plan_figures.by_service(month, fact_by=by, day=house.day)
    names: dict[object, str] = {None: "", **{known.pk: known.name for known in Service.objects.all()}}
    return {names[service]: one.fact for (service, _currency), one in found.items() if one.fact}


def test_a_part_payment_is_split_over_the_lines_exactly_to_the_cent(house: House) -> None:
    """100.00 of 700 over 100, 200 and 400: 14.29, 28.57 and 57.14."""
    seo, ads, content = sells("SEO"), sells("Ads"), sells("Content")
    known = issued(house, of(seo, "100"), of(ads, "200"), of(content, "400"))
    allocation.receive([known], amount=D(100), paid_on=house.day, by=house.vera, at=house.at)
    assert facts(house) == {"SEO": D("14.29"), "Ads": D("28.57"), "Content": D("57.14")}


def test_an_advance_counts_and_is_of_no_service_until_it_pays_something(house: House) -> None:
    seo = sells("SEO")
    first = issued(house, of(seo, "100"))
    made = allocation.receive([first], amount=D(150), paid_on=house.day, by=house.vera, at=house.at)
    assert facts(house) == {"SEO": D(100), "": D(50)}
    second = issued(house, of(seo, "80"))
    allocation.allocate(made, second, amount=D(50), by=house.vera, at=house.at)
    assert facts(house) == {"SEO": D(150)}


def test_a_payment_belongs_to_its_day_and_an_invoice_to_its_own(house: House) -> None:
    seo = sells("SEO")
    made = issued(house, of(seo, "100"), at=noon(date(2026, 2, 27)))
    allocation.receive([made], amount=D(60), paid_on=date(2026, 2, 28), by=house.vera, at=house.at)
    allocation.receive([made], amount=D(40), paid_on=MARCH, by=house.vera, at=house.at)
    assert (facts(house, month=FEBRUARY), facts(house)) == ({"SEO": D(60)}, {"SEO": D(40)})
    by_invoice = FactBy.INVOICE
    assert (facts(house, month=FEBRUARY, by=by_invoice), facts(house, by=by_invoice)) == ({"SEO": D(100)}, {})


def test_cancelled_and_taken_back_is_no_fact(house: House) -> None:
    seo = sells("SEO")
    gone, known = issued(house, of(seo, "100")), issued(house, of(seo, "70"))
    cancellation.cancel(gone, reason="twice", by=house.vera, at=house.at)
    made = allocation.receive([known], amount=D(70), paid_on=house.day, by=house.vera, at=house.at)
    allocation.take_back(made, by=house.vera, at=house.at)
    assert (facts(house), facts(house, by=FactBy.INVOICE)) == ({}, {"SEO": D(70)})


def test_open_invoices_due_in_the_month_are_awaited_and_those_due_later_are_not(house: House) -> None:
    seo = sells("SEO")
    due = issued(house, of(seo, "100"))
    allocation.receive([due], amount=D(30), paid_on=house.day, by=house.vera, at=house.at)
    issued(house, of(seo, "500"), days_to_pay=40)
    drafted(house, of(seo, "900"))
    found = plan_figures.of_agency(MARCH, fact_by=BY, day=house.day)
    assert found == {"EUR": Figures(fact=D(30), awaited=D(70))}
    assert found["EUR"].projection == D(100)


def test_a_retainer_is_counted_until_it_is_invoiced_and_then_as_its_invoice(house: House) -> None:
    ours, seo = company(vat="top"), sells("SEO")
    pays(house.northwind)
    retainer.agree(house.northwind, service=seo, entity=ours, price=D(1000), since=MARCH, by=house.vera, at=house.at)
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=house.day)["EUR"].recurring == D(1000)
    (made,) = retainer_draft.draft_due(agency=house.agency, at=house.at)
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=house.day)["EUR"].recurring == D(1000)
    issuing.issue(made, by=house.vera, at=house.at)
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=house.day) == {"EUR": Figures(awaited=D(1000))}
    by_invoice = plan_figures.of_agency(MARCH, fact_by=FactBy.INVOICE, day=house.day)
    assert by_invoice == {"EUR": Figures(fact=D(1000))}


def test_once_the_month_is_over_nothing_is_expected_of_it(house: House) -> None:
    seo = sells("SEO")
    issued(house, of(seo, "100"))
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=date(2026, 4, 1)) == {}


def test_of_an_account_of_a_manager_and_of_all(house: House) -> None:
    zoe = join("Zoe")
    other = welcome("Lumen", manager=zoe)
    seo = sells("SEO")
    planned(house, seo, "100")
    planned(house, seo, "300", account=other)
    pays(other)
    paid(house, house.day, of(seo, "80"), account=other)
    mine, theirs = Figures(D(100), D(100)), Figures(D(300), D(300), D(80))
    assert plan_figures.by_account(MARCH, fact_by=BY, day=house.day) == {
        (house.northwind.pk, "EUR"): mine, (other.pk, "EUR"): theirs,
    }  # fmt: skip
    assert plan_figures.by_manager(MARCH, fact_by=BY, day=house.day) == {
        (house.vera.pk, "EUR"): mine, (zoe.pk, "EUR"): theirs,
    }  # fmt: skip
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=house.day) == {"EUR": mine + theirs}
    assert plan_figures.of_agency(MARCH, fact_by=BY, day=house.day, managers=[zoe.pk]) == {"EUR": theirs}
    assert list(plan_figures.by_line(MARCH, fact_by=BY, day=house.day, accounts=[other.pk])) == [
        Line(other.pk, seo.pk, "EUR")
    ]


def test_currencies_are_never_summed_together(house: House) -> None:
    seo = sells("SEO")
    paid(house, house.day, of(seo, "80"))
    paid(house, house.day, of(seo, "7000"), entity=company(name="OOO", currency="RUB", number=""))
    found = plan_figures.of_agency(MARCH, fact_by=BY, day=house.day)
    assert {currency: one.fact for currency, one in found.items()} == {"EUR": D(80), "RUB": D(7000)}


def test_a_whole_agency_is_one_statement(house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        plan_figures.by_line(MARCH, fact_by=BY, day=house.day)
    assert len([one for one in asked if "plan_line" in one["sql"]]) == 1


def test_the_months_before_are_told_by_month(house: House) -> None:
    seo = sells("SEO")
    for month in (1, 2, 3):
        paid(house, date(2026, month, 2), of(seo, f"{month}00"))
    found = plan_facts.by_month(MARCH, months=3, fact_by=BY, accounts=[house.northwind.pk])
    assert found == {
        Line(house.northwind.pk, seo.pk, "EUR"): {date(2026, 1, 1): D(100), FEBRUARY: D(200)},
    }  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(some.integers(1, 99999), min_size=1, max_size=5),
    some.lists(some.integers(1, 40000), min_size=1, max_size=3),
)
def test_a_payment_more_never_lowers_a_fact_and_all_parts_make_the_whole(
    house: House, lines: list[int], payments: list[int]
) -> None:
    services = [_service(f"S{place}") for place in range(len(lines))]
    known = issued(house, *(of(one, str(D(cents) / 100)) for one, cents in zip(services, lines, strict=True)))
    before, whole = facts(house), sum(facts(house).values(), D(0))
    for cents in payments:
        allocation.receive([known], amount=D(cents) / 100, paid_on=house.day, by=house.vera, at=house.at)
        after = facts(house)
        assert all(after.get(name, D(0)) >= amount for name, amount in before.items() if name)
        assert sum(after.values(), D(0)) == whole + D(cents) / 100
        before, whole = after, whole + D(cents) / 100


def _service(name: str) -> Service:
    return Service.objects.filter(name=name).first() or sells(name)


@pytest.mark.parametrize("days", [0, 1])
def test_the_first_and_the_last_day_belong_to_the_month(house: House, days: int) -> None:
    seo = sells("SEO")
    paid(house, date(2026, 3, 31) + timedelta(days=days), of(seo, "100"))
    assert facts(house) == ({} if days else {"SEO": D(100)})
