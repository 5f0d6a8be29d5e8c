"""A correction follows its update, to whoever has got it, once, and keeps no day."""

from datetime import timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from keepstep.domain.clients import contact
from keepstep.domain.delivery import step
from keepstep.domain.talk import correction, sending, update
from keepstep.domain.talk.correction import NobodyHasIt
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import NothingToSay, Update
from keepstep.outlet.letter import message
from keepstep.round import item
from keepstep.round.news import gather
from keepstep.round.run import run
from tests.cast import House

HOUR = timedelta(hours=1)


def told(house: House) -> Update:
    run(day=house.day, at=house.at)
    return update.send(
        house.northwind, day=house.day, subject="Monday", body="5 cakes", by=house.vera, at=house.at
    )  # fmt: skip


def corrected(house: House, wrong: Update, *, draft: UUID | None = None, body: str = "6 cakes",
              after: timedelta = HOUR) -> Update:  # fmt: skip
    return correction.send(
        wrong, draft=draft or uuid7(), language="en", subject="Correction", body=body, by=house.vera,
        at=house.at + after,
    )  # fmt: skip


def deliver(house: House, said: Update, *, after: timedelta = timedelta()) -> list[Sending]:
    """Those of its letters whose turn it is have arrived."""
    at, found = house.at + after, []
    for key in Sending.objects.filter(update=said).values_list("pk", flat=True):
        if taken := sending.take(key, at=at):
            sending.hand_over(taken, at=at)
            sending.deliver(taken, at=at)
            found.append(taken)
    return found


def test_it_goes_to_whoever_got_the_update_in_its_thread(house: House) -> None:
    olga = contact.introduce(house.northwind, name="Olga", email="olga@northwind.test")
    wrong = told(house)
    first = {one.contact: one for one in deliver(house, wrong)}
    contact.depart(olga, at=house.at)
    contact.introduce(house.northwind, name="Late", email="late@northwind.test")
    right = corrected(house, wrong)
    assert (right.corrects, right.day, right.facts) == (wrong, house.day, {})
    (letter,) = deliver(house, right, after=HOUR)
    assert (letter.contact, message(letter).extra_headers["In-Reply-To"]) == (house.ines, first[house.ines].message_id)


def test_nobody_hears_a_correction_of_what_nobody_has_got(house: House) -> None:
    wrong = told(house)
    Sending.objects.update(failed_at=house.at)
    with pytest.raises(NobodyHasIt):
        corrected(house, wrong)
    assert Update.objects.count() == 1


def test_it_leaves_after_what_it_corrects(house: House) -> None:
    wrong = told(house)
    right = corrected(house, wrong)
    assert deliver(house, right, after=HOUR) == []
    assert len(deliver(house, wrong, after=HOUR)) == 1
    assert len(deliver(house, right, after=HOUR)) == 1


def test_from_one_draft_it_is_written_once_and_another_mistake_has_its_own(house: House) -> None:
    wrong, draft = told(house), uuid7()
    corrected(house, wrong, draft=draft)
    with pytest.raises(AlreadySent):
        corrected(house, wrong, draft=draft)
    corrected(house, wrong, body="7 cakes")
    assert wrong.corrections.count() == 2
    with pytest.raises(NothingToSay):
        corrected(house, wrong, body=" ")


def test_it_keeps_no_day_of_its_own(house: House) -> None:
    wrong = told(house)
    deliver(house, wrong)
    tomorrow = house.day + timedelta(days=1)
    run(day=tomorrow, at=house.at + timedelta(days=1))
    right = corrected(house, wrong, after=timedelta(days=1))
    deliver(house, right, after=timedelta(days=1, hours=1))
    run(day=tomorrow, at=house.at + timedelta(days=1, hours=2))
    kept = dict(DueDay.objects.filter(account=house.northwind).values_list("day", "kept_at"))
    assert kept == {house.day: house.at, tomorrow: None}
    assert [touch.day for touch in Touchpoint.objects.filter(form="update")] == [house.day, house.day]
    due = item.open_of(house.vera).filter(account=house.northwind, duty="daily_update")
    assert [one.since for one in due] == [tomorrow]


def test_the_next_draft_tells_what_moved_since_the_update_itself(house: House) -> None:
    wrong = told(house)
    deliver(house, wrong)
    moved = step.record(house.project, title="Prices", by=house.pavel, at=wrong.written_at + timedelta(minutes=1))
    corrected(house, wrong)
    news = gather(house.northwind, day=house.day + timedelta(days=1), at=house.at + timedelta(days=1))
    assert news.steps == [moved]


def test_taken_back_it_is_kept_beside_its_update_and_not_as_todays(house: House) -> None:
    wrong = told(house)
    deliver(house, wrong)
    kept = update.withdraw(corrected(house, wrong), by=house.vera, at=house.at + HOUR)
    assert (kept.corrects, kept.texts) == (wrong, {"en": {"subject": "Correction", "body": "6 cakes"}})
    assert Update.objects.get() == wrong
