"""A promised date that moves is kept, and the past is judged by the date that was in force (§5.3)."""

from datetime import date, timedelta

import pytest

from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, due_move, passing, step
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.due_move import DueMove
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.delivery.stall_history import stalls, step_days
from tests.cast import House

DAY = timedelta(days=1)


def thrown(house: House, due: date | None, ago: int = 0) -> Ball:
    at = house.at - ago * DAY
    return ball.throw(house.project, side=Side.CLIENT, awaited="photos", due=due, by=house.vera, at=at)


def test_the_former_date_stays_with_who_and_why(house: House) -> None:
    held = thrown(house, date(2026, 3, 3))
    due_move.move(held, to=date(2026, 3, 10), by=house.vera, at=house.at, reason="the baker is ill")
    kept = DueMove.objects.get()
    assert (kept.from_due, kept.to_due, kept.by, kept.reason) == (
        date(2026, 3, 3), date(2026, 3, 10), house.vera, "the baker is ill",
    )  # fmt: skip
    assert Ball.objects.get(pk=held.pk).due == date(2026, 3, 10)


def test_the_same_date_is_no_move(house: House) -> None:
    held = thrown(house, date(2026, 3, 3))
    assert due_move.move(held, to=date(2026, 3, 3), by=house.vera, at=house.at, reason="") is None
    assert DueMove.objects.count() == 0


def test_what_has_come_has_no_date_to_move(house: House) -> None:
    held = thrown(house, date(2026, 3, 3))
    passing.land(held, by=house.vera, at=house.at)
    with pytest.raises(AlreadyPassed):
        due_move.move(held, to=date(2026, 3, 10), by=house.vera, at=house.at, reason="")


def test_a_date_that_moves_ends_its_stall_and_leaves_the_past_as_it_was(house: House) -> None:
    for ago in range(12):
        step.record(house.project, title="Work", at=house.at - ago * DAY)
    held = thrown(house, date(2026, 2, 20), ago=11)
    due_move.move(held, to=date(2026, 3, 20), by=house.vera, at=house.at - 4 * DAY, reason="")
    states = list(AccountState.objects.filter(account=house.northwind))
    time = house.northwind.working_time()
    ledger = ledgers([house.project], states=states, time=time, at=house.at)[house.project.pk]
    found = stalls(
        house.project, ledger, states=states, pauses=[], steps=step_days(house.project, at=house.at), time=time,
        patience=2, at=house.at,
    )  # fmt: skip
    last = found[-1]
    assert (last.since, last.days[-1].date) == (date(2026, 2, 23), date(2026, 2, 25))
