"""A message to one contact: written once from its draft, withdrawn in time or not, and what its delivery means."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.clients import contact
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, passing
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.talk import message, sending, touchpoint
from keepstep.domain.talk.message import AlreadySent, Kind, Message, Unreachable
from keepstep.domain.talk.sending import UNDO_LIFE, Sending, TooLate
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import NothingToSay
from tests.cast import House

SECOND = timedelta(seconds=1)


def awaited(house: House) -> Ball:
    return ball.throw(
        house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at - timedelta(days=3)
    )


def push(house: House, held: Ball | None = None, *, body: str = "Dear Ines", draft: UUID | None = None) -> Message:
    return message.send(
        house.ines, kind=Kind.PUSH, subject="Photos", body=body, ball=held, rung=2 if held else None, by=house.vera,
        at=house.at, draft=draft,
    )  # fmt: skip


def deliver(house: House, sent: Message, *, after: timedelta = UNDO_LIFE) -> Sending:
    taken = sending.take(Sending.objects.get(letter=sent).pk, at=house.at + after)
    assert taken is not None
    assert sending.hand_over(taken, at=house.at + after)
    assert sending.deliver(taken, at=house.at + after)
    return taken


def test_it_waits_until_it_can_no_longer_be_taken_back(house: House) -> None:
    waiting = Sending.objects.get(letter=push(house))
    assert (waiting.address, waiting.next_try_at) == ("ines@northwind.test", house.at + UNDO_LIFE)
    assert sending.take(waiting.pk, at=house.at + UNDO_LIFE - SECOND) is None
    assert sending.take(waiting.pk, at=house.at + UNDO_LIFE) is not None


def test_withdrawn_in_time_it_goes_nowhere(house: House) -> None:
    sent = push(house, awaited(house))
    message.withdraw(sent, at=house.at + SECOND)
    key = Sending.objects.get(letter=sent).pk
    assert [sending.take(key, at=house.at + timedelta(days=day)) for day in (1, 300)] == [None, None]
    assert (Message.objects.under_way().count(), Notice.objects.count(), Touchpoint.objects.count()) == (0, 0, 0)


def test_what_a_worker_has_taken_is_not_withdrawn(house: House) -> None:
    sent = push(house)
    taken = sending.take(Sending.objects.get(letter=sent).pk, at=house.at + UNDO_LIFE)
    with pytest.raises(TooLate):
        message.withdraw(sent, at=house.at + UNDO_LIFE)
    assert taken
    assert sending.hand_over(taken, at=house.at + UNDO_LIFE)


def test_withdrawing_twice_is_too_late(house: House) -> None:
    sent = push(house)
    message.withdraw(sent, at=house.at)
    with pytest.raises(TooLate):
        message.withdraw(sent, at=house.at)


def test_delivered_it_is_a_word_to_the_client_and_a_notice_on_its_rung(house: House) -> None:
    held = awaited(house)
    delivered = deliver(house, push(house, held))
    touch = Touchpoint.objects.get()
    assert (touch.direction, touch.form, touch.contact, touch.project, touch.by, touch.summary) == (
        "out", "email", house.ines, house.project, house.vera, "Photos",
    )  # fmt: skip
    given = Notice.objects.get()
    assert (given.ball, given.how, given.rung, given.contact, given.subject, given.words, given.at) == (
        held, "email", 2, house.ines, "Photos", "Dear Ines", house.at + UNDO_LIFE,
    )  # fmt: skip
    assert Sending.objects.get(pk=delivered.pk).touchpoint == touch


def test_a_push_that_failed_covers_nothing(house: House) -> None:
    held = awaited(house)
    taken = sending.take(Sending.objects.get(letter=push(house, held)).pk, at=house.at + UNDO_LIFE)
    assert taken
    sending.refuse(taken, at=house.at + UNDO_LIFE, fault="550 no such mailbox")
    assert (Notice.objects.count(), Touchpoint.objects.count()) == (0, 0)
    assert [one.pk for one in Sending.objects.troubled(house.at + UNDO_LIFE)] == [taken.pk]


def test_the_day_of_a_delivered_push_is_covered(house: House) -> None:
    """Written on Monday and delivered on Tuesday, it covers from Tuesday on."""
    held = awaited(house)
    deliver(house, push(house, held), after=timedelta(days=1))
    states, time = list(AccountState.objects.filter(account=house.northwind)), house.northwind.working_time()
    days = ledgers([house.project], states=states, time=time, at=house.at + timedelta(days=1))[house.project.pk].days
    assert [(day.date.day, day.is_covered) for day in days][-2:] == [(2, False), (3, True)]


def test_a_message_about_no_ball_is_no_notice(house: House) -> None:
    deliver(house, push(house))
    assert (Notice.objects.count(), Touchpoint.objects.count()) == (0, 1)


def test_an_answer_settles_what_it_answers_whoever_gets_it(house: House) -> None:
    asked = touchpoint.record(
        house.northwind, direction="in", form="email", at=house.at, contact=house.tom, summary="When?"
    )
    answer = message.send(
        house.ines, kind=Kind.ANSWER, subject="Re: When?", body="On Friday", answers=asked, by=house.vera, at=house.at
    )
    assert Touchpoint.objects.unanswered().count() == 1
    deliver(house, answer)
    assert Touchpoint.objects.unanswered().count() == 0


def test_whatever_is_sent_from_one_draft_is_written_once(house: House) -> None:
    draft = uuid4()
    push(house, draft=draft)
    with pytest.raises(AlreadySent):
        push(house, body="Dear Ines!", draft=draft)
    assert list(Message.objects.values_list("body", flat=True)) == ["Dear Ines"]


def test_an_empty_message_is_never_sent(house: House) -> None:
    with pytest.raises(NothingToSay):
        push(house, body=" \n")


def test_who_has_left_or_has_no_address_is_not_written_to(house: House) -> None:
    contact.amend(house.ines, email="")
    with pytest.raises(Unreachable, match="Ines has no e-mail address"):
        push(house)
    contact.amend(house.ines, email="ines@northwind.test")
    contact.depart(house.ines, at=house.at)
    with pytest.raises(Unreachable, match="Ines is no longer there"):
        push(house)
    assert Message.objects.count() == 0


def test_what_has_come_is_not_asked_for(house: House) -> None:
    held = awaited(house)
    passing.land(held, by=house.vera, at=house.at)
    with pytest.raises(AlreadyPassed):
        push(house, held)


@pytest.mark.parametrize("wrong", [{"letter": None}, {"withdrawn_at": "now", "taken_at": "now"}])
def test_the_database_refuses_a_sending_of_nothing_and_a_withdrawal_of_what_was_taken(
    house: House, wrong: dict[str, str | None]
) -> None:
    key = Sending.objects.get(letter=push(house)).pk
    facts = {name: house.at if value else None for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.filter(pk=key).update(**facts)
