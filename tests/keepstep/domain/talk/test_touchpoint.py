from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from tests.cast import House

HOUR = timedelta(hours=1)
KEEPING = [
    (Direction.OUT, Form.UPDATE, True),
    (Direction.OUT, Form.EMAIL, True),
    (Direction.OUT, Form.CALL, True),
    (Direction.IN, Form.CALL, True),
    (Direction.IN, Form.MEETING, True),
    (Direction.IN, Form.EMAIL, False),
    (Direction.IN, Form.MESSAGE, False),
]


def said(
    house: House, direction: str, form: str, *, at: datetime | None = None, contact: Contact | None = None
) -> Touchpoint:
    by = house.vera if direction == Direction.OUT else None
    return touchpoint.record(house.northwind, direction=direction, form=form, at=at or house.at, by=by, contact=contact)


def unanswered() -> int:
    return Touchpoint.objects.unanswered().count()


def heard_at(house: House) -> datetime | None:
    return Account.objects.get(pk=house.northwind.pk).heard_at


@pytest.mark.parametrize(("direction", "form", "keeps"), KEEPING)
def test_word_from_us_or_a_conversation_keeps_the_day(house: House, direction: str, form: str, keeps: bool) -> None:
    DueDay.objects.create(account=house.northwind, day=house.day)
    said(house, direction, form)
    assert DueDay.objects.get().kept_at == (house.at if keeps else None)
    assert heard_at(house) == (house.at if keeps else None)


def test_a_word_logged_late_does_not_make_the_last_one_older(house: House) -> None:
    said(house, Direction.OUT, Form.EMAIL)
    said(house, Direction.OUT, Form.CALL, at=house.at - timedelta(days=2))
    assert heard_at(house) == house.at


@pytest.mark.parametrize(("form", "waits"), [(Form.EMAIL, 1), (Form.MESSAGE, 1), (Form.CALL, 0), (Form.MEETING, 0)])
def test_what_the_client_writes_waits_for_an_answer(house: House, form: str, waits: int) -> None:
    said(house, Direction.IN, form)
    assert unanswered() == waits


@pytest.mark.parametrize(
    ("direction", "form", "answers"),
    [
        (Direction.OUT, Form.EMAIL, True),
        (Direction.OUT, Form.MESSAGE, True),
        (Direction.IN, Form.CALL, True),
        (Direction.OUT, Form.UPDATE, False),
        (Direction.IN, Form.EMAIL, False),
    ],
)
def test_a_letter_or_a_talk_answers_and_a_daily_update_does_not(
    house: House, direction: str, form: str, answers: bool
) -> None:
    asked = said(house, Direction.IN, Form.EMAIL)
    said(house, direction, form, at=house.at + HOUR)
    assert Touchpoint.objects.get(pk=asked.pk).settled_at == (house.at + HOUR if answers else None)


def test_an_answer_is_to_whom_it_was_given(house: House) -> None:
    for contact in (house.ines, house.tom, None):
        said(house, Direction.IN, Form.EMAIL, contact=contact)
    said(house, Direction.OUT, Form.EMAIL, at=house.at + HOUR, contact=house.ines)
    assert [touch.contact for touch in Touchpoint.objects.unanswered()] == [house.tom]


def test_an_answer_does_not_settle_what_is_asked_later(house: House) -> None:
    said(house, Direction.IN, Form.EMAIL, at=house.at + HOUR)
    said(house, Direction.OUT, Form.EMAIL)
    assert unanswered() == 1


def test_a_goodbye_needs_no_answer_and_is_settled_once(house: House) -> None:
    goodbye = said(house, Direction.IN, Form.EMAIL)
    assert [touchpoint.settle(goodbye, by=house.vera, at=house.at + HOUR) for _ in range(2)] == [True, False]
    assert unanswered() == 0
    assert heard_at(house) is None


words = st.tuples(st.sampled_from(Direction.values), st.sampled_from(Form.values), st.integers(0, 72))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talk=st.lists(words, max_size=8))
def test_the_order_in_which_words_are_logged_does_not_matter_to_silence(
    house: House, talk: list[tuple[str, str, int]]
) -> None:
    Touchpoint.objects.all().delete()
    Account.objects.filter(pk=house.northwind.pk).update(heard_at=None)
    for direction, form, hours in talk:
        said(house, direction, form, at=house.at + hours * HOUR)
    keeping = {(direction, form) for direction, form, keeps in KEEPING if keeps}
    heard = [hours for direction, form, hours in talk if direction == Direction.OUT or (direction, form) in keeping]
    assert heard_at(house) == (house.at + max(heard) * HOUR if heard else None)
