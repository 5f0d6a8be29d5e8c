"""Direction counts: what the client writes opens a ball at us until it is answered (§5.3)."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from keepstep.domain.delivery import ball, passing, project, step
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.talk import question, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from tests.cast import House, welcome

HOUR = timedelta(hours=1)


def asked(house: House, words: str = "When is the launch?", *, at: datetime | None = None) -> Touchpoint:
    return touchpoint.record(
        house.northwind, direction=Direction.IN, form=Form.EMAIL, contact=house.ines, summary=words, at=at or house.at
    )


def answered(house: House, hours: int = 1) -> Touchpoint:
    return touchpoint.record(
        house.northwind, direction=Direction.OUT, form=Form.EMAIL, by=house.vera, at=house.at + hours * HOUR
    )


def test_it_is_awaited_of_the_manager_in_the_clients_words(house: House) -> None:
    asked(house)
    opened = Ball.objects.get()
    assert (opened.project, opened.side, opened.person, opened.since) == (house.project, Side.US, house.vera, house.at)
    assert opened.awaited == "an answer to “When is the launch?”"


def test_without_words_it_says_who_wrote_and_when(house: House) -> None:
    assert str(asked(house, "").ball) == "an answer to Ines, who wrote on 2 March"


def test_our_answer_closes_it(house: House) -> None:
    opened = asked(house).ball
    answered(house)
    assert opened is not None
    closed = Ball.objects.get()
    assert (closed.passed_at, closed.passed_by) == (house.at + HOUR, house.vera)


def test_when_we_ask_back_it_returns_to_the_client(house: House) -> None:
    opened = asked(house).ball
    answered(house)
    assert opened is not None
    back = question.ask_back(
        opened, awaited="a date", contact=house.ines, due=house.day, by=house.vera, at=house.at + HOUR
    )
    assert [(one.holder, one.awaited, one.former) for one in Ball.objects.in_the_air()] == [("Ines", "a date", opened)]
    assert back.since == Ball.objects.get(pk=opened.pk).passed_at


def test_that_no_answer_is_needed_is_kept_with_who_and_when(house: House) -> None:
    thanks = asked(house, "Thank you!")
    touchpoint.settle(thanks, by=house.vera, at=house.at + HOUR, needs_no_answer=True)
    kept = Touchpoint.objects.get()
    assert (kept.settled_at, kept.settled_by, kept.needs_no_answer) == (house.at + HOUR, house.vera, True)
    assert Ball.objects.in_the_air().count() == 0


@pytest.mark.parametrize("form", [Form.CALL, Form.MEETING])
def test_a_conversation_opens_nothing(house: House, form: Form) -> None:
    touchpoint.record(house.northwind, direction=Direction.IN, form=form, at=house.at)
    assert Ball.objects.count() == 0


def test_without_an_open_project_there_is_no_ball(house: House) -> None:
    fresh = welcome("Bright Dental", manager=house.vera)
    touch = touchpoint.record(fresh, direction=Direction.IN, form=Form.EMAIL, at=house.at)
    assert (touch.ball, Ball.objects.count(), Touchpoint.objects.unanswered().count()) == (None, 0, 1)


def test_it_is_about_the_project_that_moved_last_unless_one_is_named(house: House) -> None:
    other = project.start(house.northwind, name="Ads", at=house.at - HOUR)
    assert question.moved_last(house.northwind, at=house.at) == house.project
    step.record(other, title="First ad", at=house.at - HOUR)
    assert question.moved_last(house.northwind, at=house.at) == other
    held = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=None, at=house.at - 2 * HOUR)
    passing.land(held, by=None, at=house.at - HOUR / 2)
    assert question.moved_last(house.northwind, at=house.at) == house.project
    assert question.moved_last(house.northwind, at=house.at - HOUR) == other
    named = touchpoint.record(
        house.northwind, direction=Direction.IN, form=Form.EMAIL, project=house.project, at=house.at
    )
    assert named.ball is not None
    assert named.ball.project == house.project


def test_forwarded_to_a_colleague_it_is_closed_with_our_answer(house: House) -> None:
    opened = asked(house).ball
    assert opened is not None
    passing.forward(opened, side=Side.US, person=house.pavel, by=house.vera, at=house.at)
    answered(house)
    assert Ball.objects.in_the_air().count() == 0
    assert Ball.objects.get(person=house.pavel).passed_at == house.at + HOUR


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_words_are_logged_the_ledger_is_the_same(house: House, order: tuple[int, ...]) -> None:
    """A question and two answers: the first of them answered it."""
    events = [lambda: asked(house), lambda: answered(house, 1), lambda: answered(house, 2)]
    for n in order:
        events[n]()
    assert [(one.since, one.passed_at) for one in Ball.objects.all()] == [(house.at, house.at + HOUR)]
    assert Touchpoint.objects.get(direction=Direction.IN).settled_at == house.at + HOUR
