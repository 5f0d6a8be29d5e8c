"""A ball that is forwarded comes back by itself; nothing of the ledger is edited (§5.3)."""

from datetime import date, timedelta

import pytest

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import ball, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.correction import Correction
from keepstep.domain.delivery.passing import AlreadyPassed
from tests.cast import House

HOUR = timedelta(hours=1)
DUE = date(2026, 3, 9)


def at_pavel(house: House) -> Ball:
    return ball.throw(
        house.project, side=Side.US, person=house.pavel, awaited="layout", due=DUE, by=house.vera, at=house.at
    )


def asked_of_ines(house: House, first: Ball, hours: int = 1) -> Ball:
    at = house.at + hours * HOUR
    return passing.forward(first, side=Side.CLIENT, contact=house.ines, by=house.pavel, at=at)


def in_the_air(house: House) -> list[tuple[str, str, date | None]]:
    return [(one.awaited, one.holder, one.due) for one in Ball.objects.in_the_air().filter(project=house.project)]


def test_the_same_is_awaited_of_somebody_else_by_the_same_date(house: House) -> None:
    first = at_pavel(house)
    second = asked_of_ines(house, first)
    assert in_the_air(house) == [("layout", "Ines", DUE)]
    assert (second.former, second.returns_to, first.passed_at) == (first, first, second.since)


def test_answered_it_comes_back_to_whoever_forwarded_it(house: House) -> None:
    second = asked_of_ines(house, at_pavel(house))
    third = passing.land(second, by=house.vera, at=house.at + 2 * HOUR)
    assert in_the_air(house) == [("layout", "Pavel", DUE)]
    assert third is not None
    assert (third.former, third.since, third.returns_to) == (second, second.passed_at, None)
    assert passing.land(third, by=house.pavel, at=house.at + 3 * HOUR) is None
    assert in_the_air(house) == []


def test_forwarded_twice_it_comes_back_the_same_way(house: House) -> None:
    second = asked_of_ines(house, at_pavel(house))
    third = passing.forward(second, side=Side.THIRD, third_party="Printer", by=house.vera, at=house.at + 2 * HOUR)
    holders = []
    one: Ball | None = third
    for hours in (3, 4, 5):
        assert one is not None
        holders.append(one.holder)
        one = passing.land(one, by=house.vera, at=house.at + hours * HOUR)
    assert (holders, one) == (["Printer", "Ines", "Pavel"], None)


def test_passed_on_it_does_not_come_back(house: House) -> None:
    second = asked_of_ines(house, at_pavel(house))
    third = passing.pass_to(second, side=Side.US, awaited="print", by=house.vera, at=house.at + 2 * HOUR)
    assert passing.land(third, by=house.vera, at=house.at + 3 * HOUR) is None
    assert in_the_air(house) == []


def test_a_slip_of_the_hand_leaves_it_with_whom_it_was_forwarded_to(house: House) -> None:
    second = asked_of_ines(house, at_pavel(house))
    passing.land(second, by=house.vera, at=house.at + 2 * HOUR)
    passing.catch_again(second, at=house.at + 2 * HOUR + timedelta(minutes=9))
    assert in_the_air(house) == [("layout", "Ines", DUE)]


def test_what_went_on_since_cannot_be_taken_back(house: House) -> None:
    second = asked_of_ines(house, at_pavel(house))
    third = passing.land(second, by=house.vera, at=house.at + 2 * HOUR)
    assert third is not None
    passing.land(third, by=house.vera, at=house.at + 2 * HOUR)
    with pytest.raises(TooLate):
        passing.catch_again(second, at=house.at + 2 * HOUR)


def test_entered_after_it_had_come_an_earlier_forward_says_from_whom_it_came(house: House) -> None:
    first = at_pavel(house)
    passing.land(first, by=house.pavel, at=house.at + 5 * HOUR)
    said_at = house.at + 8 * HOUR
    second = passing.forward(
        first, side=Side.CLIENT, contact=house.ines, by=house.vera, at=house.at + HOUR, said_at=said_at
    )
    first.refresh_from_db()
    assert (first.passed_at, first.passed_by, first.passed_said_at) == (house.at + HOUR, house.vera, said_at)
    assert (second.since, second.passed_at, second.passed_by) == (house.at + HOUR, house.at + 5 * HOUR, house.pavel)
    assert in_the_air(house) == []
    kept = Correction.objects.get()
    assert (kept.ball, kept.why, kept.was_at, kept.was_by, kept.at) == (
        first, "forwarded", house.at + 5 * HOUR, house.pavel, said_at,
    )  # fmt: skip


@pytest.mark.parametrize("hours", [5, 6])
def test_what_has_come_by_then_is_not_forwarded(house: House, hours: int) -> None:
    first = at_pavel(house)
    passing.land(first, by=house.pavel, at=house.at + 5 * HOUR)
    with pytest.raises(AlreadyPassed):
        asked_of_ines(house, first, hours)
    assert Correction.objects.count() == 0


def test_what_was_passed_on_since_was_not_forwarded_before(house: House) -> None:
    first = at_pavel(house)
    passing.pass_to(first, side=Side.US, awaited="print", by=house.vera, at=house.at + 5 * HOUR)
    with pytest.raises(AlreadyPassed):
        asked_of_ines(house, first)
