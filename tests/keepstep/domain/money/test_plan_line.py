"""The month's plan: frozen at its start, changed with a reason, closed for good."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.money import plan_close, plan_figures, plan_line
from keepstep.domain.money.plan_figures import Figures
from keepstep.domain.money.plan_line import MonthClosed, NoReason, PlanLine
from tests.cast import House
from tests.keepstep.domain.money.plans import APRIL, FEBRUARY, MARCH, planned, sells

D = Decimal


def begin(month: date) -> datetime:
    return plan_line.begins(month, office_hours())


def figures(house: House, month: object = MARCH) -> list[Figures]:
    found = plan_figures.by_line(month, fact_by=house.agency.fact_by, day=house.day)  # type: ignore[arg-type]
    return list(found.values())


def test_the_last_word_before_the_month_is_frozen(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000")
    planned(house, seo, "1200", at=begin(MARCH) - timedelta(seconds=1))
    assert figures(house) == [Figures(at_start=D(1200), plan=D(1200))]


def test_what_is_said_from_the_first_second_on_is_a_change(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000")
    planned(house, seo, "800", at=begin(MARCH), why="They cut the budget")
    assert figures(house) == [Figures(at_start=D(1000), plan=D(800))]
    assert [(one.amount, one.why, one.by) for one in PlanLine.objects.changes(begin(MARCH))] == [
        (D(800), "They cut the budget", house.vera)
    ]


def test_a_begun_month_does_not_change_without_a_reason(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000")
    with pytest.raises(NoReason):
        planned(house, seo, "800", at=house.at)
    assert planned(house, seo, "1000", at=house.at) == []


def test_the_same_word_twice_is_one_row(house: House) -> None:
    seo = sells("SEO")
    assert (len(planned(house, seo, "1000")), len(planned(house, seo, "1000")), PlanLine.objects.count()) == (1, 0, 1)


def test_a_line_is_struck_out_and_the_strike_is_kept(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000", month=APRIL)
    planned(house, seo, None, month=APRIL, at=house.at)
    assert [(one.amount, one.replaced_at) for one in PlanLine.objects.all()] == [(D(1000), house.at), (None, None)]


def test_taken_back_it_is_as_it_was_before(house: House) -> None:
    seo, content = sells("SEO"), sells("Content")
    planned(house, seo, "1000", month=APRIL)
    later = house.at
    made = [*planned(house, seo, "5000", month=APRIL, at=later), *planned(house, content, "300", month=APRIL, at=later)]
    plan_line.take_back(made, by=house.vera, at=later + timedelta(seconds=5))
    standing = {one.service: one.amount for one in PlanLine.objects.standing()}
    assert standing == {seo: D(1000), content: None}


def test_a_closed_month_stays_as_it_was(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000", month=FEBRUARY)
    plan_close.close(FEBRUARY, agency=house.agency, by=house.oleg, at=house.at, day=house.day)
    with pytest.raises(MonthClosed):
        planned(house, seo, "900", month=FEBRUARY, at=house.at, why="nicer")
