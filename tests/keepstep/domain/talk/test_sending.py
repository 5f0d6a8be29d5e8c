from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keepstep.domain.delivery import ball, notice
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.notice import How, Notice
from keepstep.domain.talk import message, sending, trouble, update
from keepstep.domain.talk.came_back import came_back
from keepstep.domain.talk.message import Kind
from keepstep.domain.talk.sending import BACKOFF, CLAIM_LIFE, Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from tests.cast import House

SECOND = timedelta(seconds=1)


def queued(house: House, *, body: str = "Menu page is ready", balls: tuple[Ball, ...] = ()) -> Sending:
    facts = {"balls": [str(one.pk) for one in balls]}
    told = update.send(
        house.northwind, day=house.day, subject="Monday", body=body, by=house.vera, at=house.at, facts=facts
    )
    return Sending.objects.get(update=told)


def queued_letter(house: House) -> Sending:
    return Sending.objects.get(
        letter=message.send(
            house.ines, kind=Kind.PUSH, subject="Photos", body="Dear Ines", by=house.vera, at=house.at,
            wait=timedelta(0),
        )
    )  # fmt: skip


def taken(house: House, one: Sending, *, at: datetime | None = None) -> Sending:
    held = sending.take(one.pk, at=at or house.at)
    assert held is not None
    return held


def handed(house: House) -> Sending:
    held = taken(house, queued(house))
    assert sending.hand_over(held, at=house.at)
    return held


def troubled(house: House, *, after: timedelta = timedelta(0)) -> list[Sending]:
    return list(Sending.objects.troubled(house.at + after))


def test_a_claim_is_one_workers(house: House) -> None:
    one = queued(house)
    assert [sending.take(one.pk, at=house.at) is not None for _worker in range(2)] == [True, False]


def test_a_claim_that_was_never_handed_over_is_taken_again_after_ten_minutes(house: House) -> None:
    one = queued(house)
    taken(house, one)
    assert sending.take(one.pk, at=house.at + CLAIM_LIFE) is None
    assert taken(house, one, at=house.at + CLAIM_LIFE + SECOND).attempts == 2


def test_a_lost_claim_hands_nothing_over(house: House) -> None:
    one = queued(house)
    slow = taken(house, one)
    quick = taken(house, one, at=house.at + CLAIM_LIFE + SECOND)
    later = house.at + CLAIM_LIFE + SECOND
    assert [sending.hand_over(each, at=later) for each in (slow, quick, quick)] == [False, True, False]


def test_what_was_handed_over_is_never_taken_again(house: House) -> None:
    held = handed(house)
    assert [sending.take(held.pk, at=house.at + timedelta(days=day)) for day in (0, 1, 300)] == [None, None, None]


def test_delivering_touches_the_client_once(house: House) -> None:
    held = handed(house)
    assert [sending.deliver(held, at=house.at) for _ in range(2)] == [True, False]
    touch = Touchpoint.objects.get()
    assert (touch.form, touch.contact, touch.by, touch.day) == ("update", house.ines, house.vera, house.day)


def test_a_delivered_update_is_a_notice_of_the_clients_balls_it_names(house: House) -> None:
    named, unnamed, ours = (
        ball.throw(house.project, side=side, awaited=awaited, by=house.vera, at=house.at)
        for side, awaited in ((Side.CLIENT, "photos"), (Side.CLIENT, "texts"), (Side.US, "photos of ours"))
    )
    one = queued(house, body="Waiting for you: photos. In our hands: photos of ours", balls=(named, unnamed, ours))
    held = taken(house, one)
    sending.hand_over(held, at=house.at)
    sending.deliver(held, at=house.at)
    assert list(Notice.objects.values_list("ball", "how", "day")) == [(named.pk, How.UPDATE, house.day)]


def test_two_readers_of_an_update_are_one_notice(house: House) -> None:
    awaited = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    told = update.send(
        house.northwind, day=house.day, subject="Monday", body="photos", by=house.vera, at=house.at,
        facts={"balls": [str(awaited.pk)]}, contacts=[house.ines, house.tom],
    )  # fmt: skip
    for one in Sending.objects.filter(update=told):
        held = taken(house, one)
        sending.hand_over(held, at=house.at)
        sending.deliver(held, at=house.at)
    assert Notice.objects.count() == 1


def test_a_call_about_a_ball_does_not_take_the_updates_notice_away(house: House) -> None:
    awaited = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    notice.give(awaited, how=How.CALL, by=house.vera, at=house.at)
    held = taken(house, queued(house, body="photos", balls=(awaited,)))
    sending.hand_over(held, at=house.at)
    sending.deliver(held, at=house.at)
    assert sorted(Notice.objects.values_list("how", flat=True)) == [How.CALL, How.UPDATE]


def test_a_server_that_says_later_is_asked_again_with_growing_patience_and_then_no_more(house: House) -> None:
    one, at = queued(house), house.at
    waits = []
    while again := sending.postpone(taken(house, one, at=at), at=at, fault="451 later"):
        assert sending.take(one.pk, at=again - SECOND) is None
        waits.append(again - at)
        at = again
    assert tuple(waits) == BACKOFF
    assert [each.fault for each in troubled(house)] == ["451 later"]


def test_what_came_back_before_it_was_noted_as_delivered_touches_nobody(house: House) -> None:
    held = handed(house)
    assert came_back(Sending.objects.get(pk=held.pk), at=house.at, fault="550 no such mailbox")
    assert (sending.deliver(held, at=house.at), Touchpoint.objects.count()) == (False, 0)
    assert troubled(house) == [held]
    assert trouble.arrived(held, by=house.vera, at=house.at)
    assert (troubled(house), Touchpoint.objects.count()) == ([], 1)


def test_a_refusal_is_for_good_and_asks_for_a_person(house: House) -> None:
    held = handed(house)
    sending.refuse(held, at=house.at, fault="550 no such mailbox")
    assert sending.take(held.pk, at=house.at + timedelta(days=1)) is None
    assert troubled(house) == [held]


def test_a_broken_line_asks_for_a_person_at_once_and_a_silent_worker_after_ten_minutes(house: House) -> None:
    held = handed(house)
    assert (troubled(house), troubled(house, after=CLAIM_LIFE + SECOND)) == ([], [held])
    sending.doubt(held, fault="timed out")
    assert troubled(house) == [held]


@pytest.mark.parametrize("stale_verb", [sending.postpone, sending.refuse])
def test_a_worker_that_lost_its_claim_undoes_nothing(house: House, stale_verb) -> None:  # type: ignore[no-untyped-def]
    one = queued(house)
    slow = taken(house, one)
    later = house.at + CLAIM_LIFE + SECOND
    quick = taken(house, one, at=later)
    sending.hand_over(quick, at=later)
    stale_verb(slow, at=later, fault="the line was closed")
    assert sending.take(one.pk, at=later + timedelta(days=1)) is None
    now = Sending.objects.get(pk=one.pk)
    assert (now.handed_at, now.failed_at, now.fault) == (later, None, "")


def test_a_doubtful_sending_that_came_through_touches_the_client_when_it_was_handed_over(house: House) -> None:
    held = handed(house)
    sending.doubt(held, fault="timed out")
    tomorrow = house.at + timedelta(days=1)
    fresh = Sending.objects.get(pk=held.pk)
    assert [trouble.arrived(fresh, by=house.vera, at=tomorrow) for _ in range(2)] == [True, False]
    assert Touchpoint.objects.get().at == house.at
    assert troubled(house, after=timedelta(days=2)) == []


def test_giving_up_leaves_it_at_that(house: House) -> None:
    held = handed(house)
    sending.refuse(held, at=house.at, fault="550 no such mailbox")
    assert [trouble.give_up(held, by=house.vera, at=house.at) for _ in range(2)] == [True, False]
    assert troubled(house) == []
    assert not trouble.again(held, at=house.at)
    assert sending.take(held.pk, at=house.at + timedelta(days=1)) is None


def test_a_person_sends_it_again_to_the_present_address(house: House) -> None:
    held = handed(house)
    sending.refuse(held, at=house.at, fault="550 no such mailbox")
    house.ines.email = "ines@new.test"
    house.ines.save(update_fields=["email"])
    stuck = Sending.objects.select_related("contact").get(pk=held.pk)
    assert [trouble.again(stuck, at=house.at) for _ in range(2)] == [True, False]
    once_more = taken(house, stuck)
    assert (once_more.address, once_more.attempts, once_more.message_id) == ("ines@new.test", 1, held.message_id)


# What the server may answer to a text, and whether it has taken it.
ANSWERS = {"yes": True, "later": False, "never": False, "silent, taken": True, "silent, lost": False}


@dataclass
class Post:
    """Some workers, a server that counts, and time that passes between any two of their moves."""

    one: Sending
    at: datetime
    held: dict[int, Sending] = field(default_factory=dict)
    heard: dict[int, str] = field(default_factory=dict)
    accepted: int = 0
    delivered: int = 0

    def take(self, worker: int, _answer: str) -> None:
        if held := sending.take(self.one.pk, at=self.at):
            self.held[worker] = held
            self.heard.pop(worker, None)

    def transmit(self, worker: int, answer: str) -> None:
        if worker in self.held and sending.hand_over(self.held[worker], at=self.at):
            self.accepted += ANSWERS[answer]
            self.heard[worker] = answer

    def lose_the_line(self, worker: int, answer: str) -> None:
        """Before the text: the server is away, or refuses the reader."""
        if worker in self.held and worker not in self.heard:
            verb = sending.refuse if answer == "never" else sending.postpone
            verb(self.held[worker], at=self.at, fault="no line")

    def note(self, worker: int, _answer: str) -> None:
        match self.heard.get(worker):
            case "yes":
                self.delivered += sending.deliver(self.held[worker], at=self.at)
            case "later":
                sending.postpone(self.held[worker], at=self.at, fault="451")
            case "never":
                sending.refuse(self.held[worker], at=self.at, fault="550")
            case str():
                sending.doubt(self.held[worker], fault="timed out")


MOVES = (Post.take, Post.transmit, Post.lose_the_line, Post.note)
moves = st.tuples(
    st.sampled_from(MOVES), st.integers(0, 1), st.sampled_from(list(ANSWERS)), st.sampled_from([0, 11, 200])
)


HELD_UP = [
    (Post.take, 0, "yes", 0),
    (Post.take, 1, "yes", 11),
    (Post.transmit, 1, "silent, taken", 0),
    (Post.lose_the_line, 0, "yes", 0),
]


@pytest.mark.parametrize("write", [queued, queued_letter])
@example(history=HELD_UP)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(moves, max_size=12))
def test_no_order_of_events_makes_a_letter_go_twice(house: House, write, history: list) -> None:  # type: ignore[type-arg, no-untyped-def]
    Sending.objects.all().delete()
    Touchpoint.objects.all().delete()
    update.Update.objects.all().delete()
    post = Post(write(house), house.at)
    # Whatever came before, at the end an honest worker with a good line finds what still waits.
    for move, worker, answer, minutes in [*history, (Post.take, 2, "yes", 200), (Post.transmit, 2, "yes", 0)]:
        post.at += timedelta(minutes=minutes)
        move(post, worker, answer)
    assert post.accepted <= 1
    assert post.delivered == Touchpoint.objects.count() <= post.accepted
