"""Missed rounds are caught up as their days ended, so that no due day is lost."""

from datetime import timedelta

from keepstep.domain.talk.due_day import DueDay
from keepstep.round.day import catch_up
from keepstep.round.round import Round
from tests.cast import House


def days() -> list[str]:
    return [str(day) for day in Round.objects.order_by("day").values_list("day", flat=True)]


def test_after_a_quiet_week_every_working_day_is_looked_at(house: House) -> None:
    catch_up(at=house.at - timedelta(days=7))
    catch_up(at=house.at)
    assert days()[-6:] == ["2026-02-23", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-03-02"]
    assert DueDay.objects.filter(account=house.northwind, day__gte="2026-02-23").count() == 6


def test_it_goes_back_a_month_at_most(house: House) -> None:
    catch_up(at=house.at)
    assert days()[0] == "2026-01-30"


def test_again_on_the_same_day_it_only_looks_at_today(house: House) -> None:
    catch_up(at=house.at)
    assert [outcome.day for outcome in catch_up(at=house.at + timedelta(minutes=10))] == [house.day]
