"""An answer that asks something back returns the ball to the client, once it has really arrived (§5.3)."""

from datetime import date, timedelta

import pytest

from keepstep.domain.delivery import notice, project
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import message, sending, touchpoint
from keepstep.domain.talk.came_back import came_back
from keepstep.domain.talk.message import Kind, Message
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from tests.cast import House

HOUR = timedelta(hours=1)
DUE = date(2026, 3, 5)


@pytest.fixture
def asked(house: House) -> Touchpoint:
    return touchpoint.record(
        house.northwind, direction=Direction.IN, form=Form.EMAIL, contact=house.ines, summary="Can it be blue?",
        at=house.at,
    )  # fmt: skip


def answer(house: House, asked: Touchpoint) -> Message:
    return message.send(
        house.ines, kind=Kind.ANSWER, subject="Re: colours", body="Yes. Which blue?", answers=asked, by=house.vera,
        at=house.at + HOUR, awaited="the colour's number", awaited_by=DUE,
    )  # fmt: skip


def deliver(sent: Message) -> Sending:
    at = sent.written_at + UNDO_LIFE
    taken = sending.take(Sending.objects.get(letter=sent).pk, at=at)
    assert taken is not None
    assert sending.hand_over(taken, at=at)
    assert sending.deliver(taken, at=at)
    return Sending.objects.get(pk=taken.pk)


def awaited(house: House) -> list[tuple[str, str, date | None]]:
    return [(one.awaited, one.holder, one.due) for one in Ball.objects.in_the_air().filter(project=house.project)]


OURS = [("an answer to “Can it be blue?”", "Vera", None)]


def test_the_ball_returns_as_the_answer_arrives(house: House, asked: Touchpoint) -> None:
    sent = answer(house, asked)
    assert awaited(house) == OURS
    deliver(sent)
    assert awaited(house) == [("the colour's number", "Ines", DUE)]
    thrown = Ball.objects.in_the_air().get()
    assert (thrown.former, thrown.opened_by, thrown.since) == (asked.ball, house.vera, sent.written_at + UNDO_LIFE)
    assert Message.objects.get().asked_back == thrown


def test_taken_back_in_time_it_asks_nothing(house: House, asked: Touchpoint) -> None:
    message.withdraw(answer(house, asked), at=house.at + HOUR)
    assert (awaited(house), Ball.objects.count()) == (OURS, 1)


def test_refused_it_asks_nothing(house: House, asked: Touchpoint) -> None:
    taken = sending.take(Sending.objects.get(letter=answer(house, asked)).pk, at=house.at + 2 * HOUR)
    assert taken is not None
    sending.refuse(taken, at=house.at + 2 * HOUR, fault="550 nobody here")
    assert (awaited(house), Ball.objects.count()) == (OURS, 1)


def test_came_back_it_has_asked_nobody_and_is_ours_again(house: House, asked: Touchpoint) -> None:
    assert came_back(deliver(answer(house, asked)), at=house.at + 3 * HOUR, fault="550 nobody here")
    assert awaited(house) == OURS


def test_what_was_asked_for_again_since_stays_with_them(house: House, asked: Touchpoint) -> None:
    sent = deliver(answer(house, asked))
    thrown = Ball.objects.in_the_air().get()
    notice.give(thrown, how="call", by=house.vera, at=house.at + 2 * HOUR)
    came_back(sent, at=house.at + 3 * HOUR, fault="550 nobody here")
    assert sorted(awaited(house)) == sorted([*OURS, ("the colour's number", "Ines", DUE)])


def test_on_a_project_closed_meanwhile_nothing_is_awaited(house: House, asked: Touchpoint) -> None:
    sent = answer(house, asked)
    project.close(house.project, at=house.at + HOUR)
    deliver(sent)
    assert awaited(house) == []


def test_the_next_word_of_theirs_is_a_question_of_its_own(house: House, asked: Touchpoint) -> None:
    deliver(answer(house, asked))
    touchpoint.record(
        house.northwind, direction=Direction.IN, form=Form.EMAIL, contact=house.ines, summary="5005",
        at=house.at + 4 * HOUR,
    )  # fmt: skip
    assert sorted(awaited(house)) == [
        ("an answer to “5005”", "Vera", None),
        ("the colour's number", "Ines", DUE),
    ]
