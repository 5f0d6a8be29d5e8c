"""The ledger's months are the ledger's days, a month at a time (§5.3)."""

from datetime import date, datetime, timedelta

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.delivery import ball, notice, passing, project
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger_figures import By, figures
from keepstep.domain.delivery.ledger_months import exposures, together
from keepstep.domain.delivery.ledger_scope import Period, Portfolio
from keepstep.formulas.ledger import Exposure
from keepstep.formulas.month import last_day, month_from
from tests.cast import House, welcome

ALL = Portfolio()


def of(first: date, last: date, at: datetime) -> Exposure:
    return figures(ALL, by=By.PROJECT, at=at, period=Period(first, last), limit=0).total.exposure


def lived(house: House) -> None:
    """Four months: a ball at the client, reminded of around the turn of a month; one at us; a second project."""
    begun = house.at - timedelta(days=120)
    made = project.start(house.northwind, name="Shop", at=begun)
    held = ball.throw(made, side=Side.CLIENT, awaited="photos", by=house.vera, at=begun + timedelta(days=10))
    for ago in (92, 61, 31, 30, 2):
        notice.give(held, how="call", by=house.vera, at=house.at - timedelta(days=ago))
    passing.pass_to(held, side=Side.US, awaited="layout", by=house.vera, at=house.at - timedelta(days=20))
    other = project.start(welcome("Rivals", manager=house.vera), name="Site", at=house.at - timedelta(days=45))
    ball.throw(other, side=Side.THIRD, third_party="Host", awaited="domain", by=house.vera, at=house.at)


def test_each_month_says_what_the_ledger_says_of_its_days(house: House) -> None:
    lived(house)
    day = default_calendar().working_time().local_day(house.at)
    first = month_from(day, -4)
    found = exposures(ALL, first=first, last=day, at=house.at)
    months = [month_from(day, n) for n in range(-4, 1)]
    by_days = {month: of(month, min(last_day(month), day), house.at) for month in months}
    assert found == {month: one for month, one in by_days.items() if one.days}
    assert len(found) == 5
    assert len({one.value for one in found.values()}) > 2


def test_months_add_up_to_a_quarter(house: House) -> None:
    lived(house)
    day = default_calendar().working_time().local_day(house.at)
    found = exposures(ALL, first=month_from(day, -4), last=day, at=house.at)
    assert together(found, since=date(2026, 1, 1)) == of(date(2026, 1, 1), day, house.at)


def test_without_a_project_there_are_no_months(house: House) -> None:
    long_ago = house.at - timedelta(days=4000)
    assert exposures(ALL, first=date(2014, 1, 1), last=date(2014, 3, 1), at=long_ago) == {}
