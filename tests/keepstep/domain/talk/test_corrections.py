"""The ledger only grows: what turns out otherwise is a correction; told in any order, the same ledger comes of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.undo import TooLate
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.correction import Correction
from keepstep.domain.delivery.ledger import LedgerDay, ledgers
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from tests.cast import House

HOUR = timedelta(hours=1)


def word(house: House, direction: str, hours: int, who: str | None = "ines", form: str = Form.EMAIL) -> Touchpoint:
    contact = {"ines": house.ines, "tom": house.tom, None: None}[who]
    at = house.at + hours * HOUR
    return touchpoint.record(
        house.northwind, direction=direction, form=form, contact=contact, summary=f"{hours}", by=house.vera, at=at
    )


def passed(house: House) -> list[datetime | None]:
    return list(Ball.objects.order_by("since", "pk").values_list("passed_at", flat=True))


def test_an_earlier_answer_entered_later_is_a_correction(house: House) -> None:
    word(house, Direction.IN, 0)
    word(house, Direction.OUT, 3)
    early, said_at = house.at + HOUR, house.at + 5 * HOUR
    touchpoint.record(
        house.northwind, direction=Direction.OUT, form=Form.CALL, by=house.oleg, at=early, said_at=said_at
    )
    kept = Ball.objects.get()
    assert (kept.passed_at, kept.passed_by, kept.passed_said_at) == (early, house.oleg, said_at)
    found = Correction.objects.get()
    assert (found.ball, found.what, found.why) == (kept, "passed", "earlier")
    assert (found.was_at, found.was_by, found.at) == (house.at + 3 * HOUR, house.vera, said_at)


def test_what_reached_nobody_leaves_its_trace_and_the_next_answer_counts(house: House) -> None:
    word(house, Direction.IN, 0)
    lost = word(house, Direction.OUT, 1)
    word(house, Direction.OUT, 3)
    known_at = house.at + 9 * HOUR
    touchpoint.take_back(lost, known_at=known_at)
    assert passed(house) == [house.at + 3 * HOUR]
    assert list(Correction.objects.values_list("why", "was_at", "at")) == [("came_back", house.at + HOUR, known_at)]


def test_forwarded_after_it_was_answered_it_had_nothing_to_wait_for(house: House) -> None:
    asked = word(house, Direction.IN, 0)
    assert asked.ball is not None
    passing.forward(asked.ball, side=Side.THIRD, third_party="Printer", by=house.vera, at=house.at + 4 * HOUR)
    early = word(house, Direction.OUT, 1)
    assert passed(house) == [house.at + HOUR, house.at + 4 * HOUR]
    touchpoint.take_back(early, known_at=house.at + 9 * HOUR)
    assert passed(house) == [house.at + 4 * HOUR, None]


@pytest.mark.parametrize(("minutes", "is_waiting"), [(9, True), (11, False)])
def test_that_no_answer_is_needed_is_taken_back_in_time(house: House, minutes: int, is_waiting: bool) -> None:
    asked = word(house, Direction.IN, 0)
    touchpoint.settle(asked, by=house.vera, at=house.at + HOUR, needs_no_answer=True)
    at = house.at + HOUR + timedelta(minutes=minutes)
    if is_waiting:
        touchpoint.wait_again(asked, at=at)
    else:
        with pytest.raises(TooLate):
            touchpoint.wait_again(asked, at=at)
    assert (Ball.objects.in_the_air().count() == 1, Touchpoint.objects.unanswered().count() == 1) == (
        is_waiting,
        is_waiting,
    )
    assert Correction.objects.count() == 0


def test_an_answer_is_not_taken_back_as_no_answer(house: House) -> None:
    asked = word(house, Direction.IN, 0)
    word(house, Direction.OUT, 1)
    with pytest.raises(TooLate):
        touchpoint.wait_again(asked, at=house.at + HOUR)


Told = tuple[str, int, str | None, bool]
people = st.sampled_from(["ines", "tom", None])
questions = st.tuples(st.just("in"), st.integers(0, 60), people, st.just(False))
answers = st.tuples(st.just("out"), st.integers(0, 60), people, st.booleans())
streams = st.lists(st.one_of(questions, answers), min_size=2, max_size=6, unique_by=lambda told: told[1])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stream=streams, data=st.data())
def test_in_whatever_order_it_is_told_the_ledger_is_the_same(
    house: House, stream: list[Told], data: st.DataObject
) -> None:
    """Questions and answers, some of which came back; a bounce is told at any time after its letter."""
    deeds = [("say", told) for told in stream] + [("lose", told) for told in stream if told[3]]
    shuffled = data.draw(st.permutations(deeds))
    assert live(house, deeds) == live(house, shuffled)


def live(house: House, deeds: list[tuple[str, Told]]) -> Any:
    """What the ledger and the thread say in the end; nothing of it stays."""
    said: dict[Told, Touchpoint] = {}
    lost: set[Told] = set()
    with transaction.atomic():
        ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=None, at=house.at)
        for deed, told in deeds:
            if deed == "say":
                said[told] = word(house, told[0], told[1], told[2])
            else:
                lost.add(told)
            for gone in lost & said.keys():
                touchpoint.take_back(said.pop(gone), known_at=house.at + 99 * HOUR)
                lost.discard(gone)
        found = (
            sorted(Touchpoint.objects.filter(direction="in").values_list("at", "settled_at"), key=str),
            sorted(Ball.objects.values_list("since", "passed_at"), key=str),
            days(house),
        )
        transaction.set_rollback(True)
    return found


def days(house: House) -> list[LedgerDay]:
    states = list(AccountState.objects.filter(account=house.northwind))
    time, at = default_calendar().working_time(), house.at + timedelta(days=7)
    return ledgers([house.project], states=states, time=time, at=at)[house.project.pk].days
