"""The close of a month keeps what was planned and what came, with the plan's accuracy."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.domain.money import plan_close
from keepstep.domain.money.plan_close import NotOver, PlanClose
from keepstep.domain.money.plan_facts import Line
from keepstep.domain.money.plan_figures import Figures
from tests.cast import House
from tests.keepstep.domain.money.plans import FEBRUARY, MARCH, noon, of, paid, planned, sells

D = Decimal


def close(house: House) -> PlanClose:
    made = plan_close.close(FEBRUARY, agency=house.agency, by=house.oleg, at=house.at, day=house.day)
    assert made
    return made


def test_it_is_kept_as_it_stood_whatever_comes_later(house: House) -> None:
    seo = sells("SEO")
    planned(house, seo, "1000", month=FEBRUARY)
    paid(house, date(2026, 2, 10), of(seo, "900"))
    made = close(house)
    paid(house, date(2026, 2, 27), of(seo, "50"))
    assert plan_close.as_closed(made) == {Line(house.northwind.pk, seo.pk, "EUR"): Figures(D(1000), D(1000), D(900))}
    assert plan_close.accuracy_of(made) == {"EUR": D("0.9")}


def test_accuracy_is_of_the_plan_as_it_was_frozen(house: House) -> None:
    """Whoever lowers the plan in its last week has not planned better."""
    seo = sells("SEO")
    planned(house, seo, "1000", month=FEBRUARY)
    planned(house, seo, "500", month=FEBRUARY, at=noon(date(2026, 2, 25)), why="They cut the budget")
    paid(house, date(2026, 2, 26), of(seo, "500"))
    assert plan_close.accuracy_of(close(house)) == {"EUR": D("0.5")}


def test_a_month_closes_once_and_not_before_it_is_over(house: House) -> None:
    close(house)
    assert plan_close.close(FEBRUARY, agency=house.agency, by=house.oleg, at=house.at, day=house.day) is None
    with pytest.raises(NotOver):
        plan_close.close(MARCH, agency=house.agency, by=house.oleg, at=house.at, day=date(2026, 3, 31))


def test_reopened_it_can_be_closed_again_and_both_are_kept(house: House) -> None:
    assert plan_close.reopen(close(house), by=house.oleg, at=house.at) is True
    close(house)
    assert (PlanClose.objects.count(), PlanClose.objects.standing().count()) == (2, 1)


@pytest.mark.parametrize(("day", "count"), [(2, 0), (5, 0), (6, 1), (20, 1)])
def test_by_itself_it_closes_on_the_fifth_working_day(house: House, day: int, count: int) -> None:
    """2 March is a Monday, so 6 March is the fifth."""
    planned(house, sells("SEO"), "1000", month=FEBRUARY)
    at = noon(date(2026, 3, day))
    plan_close.close_what_is_due(house.agency, day=at.date(), at=at)
    assert PlanClose.objects.filter(by=None).count() == count


def test_what_was_never_planned_is_not_closed_by_itself(house: House) -> None:
    at = noon(date(2026, 3, 20))
    assert plan_close.close_what_is_due(house.agency, day=at.date(), at=at) is None
