"""An update and a message leave at most once per contact and channel, whatever crashes (§5.2)."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball
from keepstep.domain.talk import message, sending, trouble, update
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.message import Kind
from keepstep.domain.talk.sending import CLAIM_LIFE, Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.outlet import jobs, mail
from keepstep.round import run
from keepstep.round.draft import compose
from keepstep.round.item import Item
from tests.cast import House
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_HANDING = ("taken", "reached", "announced")
BODY = (
    "Hello, Ines!\n\n**Done**\n- Menu page is ready\n- «Цены» обновлены\n\nSee [the page](https://northwind.test/menu)."
)


def write(house: House, *, body: str = BODY) -> UUID:
    """Today's update, written by Vera, waiting to go to Ines."""
    with house.agency.entered():
        run.run(day=house.day, at=house.at)
        told = update.send(
            house.northwind, day=house.day, subject="2 March: menu", body=body, by=house.vera, at=house.at
        )
        return Sending.objects.values_list("pk", flat=True).get(update=told)


def push(house: House) -> UUID:
    """A push to Ines about photos, which may no longer be taken back."""
    with house.agency.entered():
        awaited = ball.throw(
            house.project, side="client", awaited="photos", contact=house.ines, by=house.vera,
            at=house.at - timedelta(days=3),
        )  # fmt: skip
        run.run(day=house.day, at=house.at)
        sent = message.send(
            house.ines, kind=Kind.PUSH, subject="2 March: menu", body="Dear Ines,\n\nthe photos?\n\nVera, Lighthouse",
            ball=awaited, rung=1, by=house.vera, at=house.at, wait=timedelta(0),
        )  # fmt: skip
        return Sending.objects.values_list("pk", flat=True).get(letter=sent)


BOTH = pytest.mark.parametrize("compose_one", [write, push])
Compose = Callable[[House], UUID]


def state_of(house: House, key: UUID) -> Sending:
    with house.agency.entered():
        return Sending.objects.get(pk=key)


def send(house: House, key: UUID, *, after: timedelta = timedelta()) -> None:
    mail.send(house.agency.pk, key, clock=lambda: house.at + after)


def die(house: House, post: Mailbox, key: UUID, stage: str, *, outlet: str = "mail") -> None:
    database = connection.settings_dict["NAME"]
    words = [database, str(post.port), str(house.agency.pk), str(key), stage, house.at.isoformat(), outlet]
    ended = subprocess.run([sys.executable, "-m", "tests.keepstep.outlet.dying", *words], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL


def test_the_letter_arrives_in_both_forms_and_keeps_the_day(open_house: House, post: Mailbox) -> None:
    key = write(open_house)
    send(open_house, key)
    (letter,) = post.letters
    assert letter["Subject"] == "2 March: menu"
    assert letter["To"] == "Ines <ines@northwind.test>"
    assert letter["From"] == '"Vera, Lighthouse" <updates@lighthouse.test>'
    assert letter["Reply-To"] == "vera@lighthouse.test"
    assert letter["Message-ID"] == state_of(open_house, key).message_id
    assert [text.partition("\nWas this useful")[0] for text in post.texts()] == [
        "Hello, Ines!\n\nDone\n\n- Menu page is ready\n- «Цены» обновлены\n\n"
        "See the page (https://northwind.test/menu).\n\n-- \nVera, Lighthouse\n"
    ]
    assert '<ul style="' in post.pages()[0]
    with open_house.agency.entered():
        assert DueDay.objects.get(account=open_house.northwind).kept_at == open_house.at
        assert Touchpoint.objects.get(account=open_house.northwind).summary == "2 March: menu"


def test_the_next_letter_stands_in_the_thread_of_the_former(open_house: House, post: Mailbox) -> None:
    first = write(open_house)
    send(open_house, first)
    with open_house.agency.entered():
        told = update.send(
            open_house.northwind, day=open_house.day + timedelta(days=1), subject="3 March", body="Hello",
            by=open_house.vera, at=open_house.at + timedelta(days=1),
        )  # fmt: skip
        second = Sending.objects.get(update=told).pk
    send(open_house, second, after=timedelta(days=1))
    former = state_of(open_house, first).message_id
    assert (post.letters[1]["In-Reply-To"], post.letters[1]["References"]) == (former, former)


@BOTH
@pytest.mark.parametrize("stage", BEFORE_HANDING)
def test_a_worker_that_dies_before_handing_over_is_made_up_for(
    open_house: House, post: Mailbox, stage: str, compose_one: Compose
) -> None:
    key = compose_one(open_house)
    die(open_house, post, key, stage)
    assert post.letters == []
    send(open_house, key, after=CLAIM_LIFE / 2)
    assert post.letters == []
    send(open_house, key, after=CLAIM_LIFE * 2)
    assert len(post.letters) == 1
    assert state_of(open_house, key).delivered_at == open_house.at + CLAIM_LIFE * 2


@BOTH
@pytest.mark.parametrize(("stage", "arrived"), [("handed", 0), ("accepted", 1)])
def test_a_worker_that_dies_after_handing_over_is_never_repeated(
    open_house: House, post: Mailbox, stage: str, arrived: int, compose_one: Compose
) -> None:
    key = compose_one(open_house)
    die(open_house, post, key, stage)
    for hours in range(0, 48, 6):
        send(open_house, key, after=timedelta(hours=hours))
    assert len(post.letters) == arrived
    later = open_house.at + timedelta(hours=1)
    with open_house.agency.entered():
        assert list(Sending.objects.troubled(later)) == [state_of(open_house, key)]
        assert trouble.arrived(state_of(open_house, key), by=open_house.vera, at=later)
        assert list(Sending.objects.troubled(later)) == []
        assert DueDay.objects.get(account=open_house.northwind).kept_at == open_house.at


@BOTH
def test_whoever_is_sure_that_nothing_arrived_sends_again(
    open_house: House, post: Mailbox, compose_one: Compose
) -> None:
    key = compose_one(open_house)
    die(open_house, post, key, "handed")
    later = open_house.at + timedelta(hours=1)
    with open_house.agency.entered():
        assert trouble.again(state_of(open_house, key), at=later)
        assert not trouble.again(state_of(open_house, key), at=later)
    send(open_house, key, after=timedelta(hours=1))
    assert len(post.letters) == 1


@BOTH
def test_two_workers_send_one_letter(open_house: House, post: Mailbox, compose_one: Compose) -> None:
    key = compose_one(open_house)
    one, other = (mail.stages(open_house.agency.pk, key, clock=lambda: open_house.at) for _ in range(2))
    assert next(one) == "taken"
    assert list(other) == []
    assert list(one) == ["reached", "announced", "handed", "accepted", "noted"]
    assert len(post.letters) == 1


@BOTH
def test_a_claim_that_was_lost_is_not_handed_over(open_house: House, post: Mailbox, compose_one: Compose) -> None:
    key = compose_one(open_house)
    slow = mail.stages(open_house.agency.pk, key, clock=lambda: open_house.at)
    assert next(slow) == "taken"
    send(open_house, key, after=CLAIM_LIFE * 2)
    assert list(slow) == ["reached", "announced"]
    assert len(post.letters) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_for_now_is_tried_again_later_each_time(open_house: House, post: Mailbox, stage: str) -> None:
    key = write(open_house)
    post.refuses[stage] = "451 try again later"
    send(open_house, key)
    assert state_of(open_house, key).next_try_at == open_house.at + sending.BACKOFF[0]
    send(open_house, key, after=sending.BACKOFF[0] / 2)
    assert state_of(open_house, key).attempts == 1
    post.refuses.clear()
    send(open_house, key, after=sending.BACKOFF[0])
    assert len(post.letters) == 1
    assert state_of(open_house, key).fault == ""


def test_patience_has_an_end(open_house: House, post: Mailbox) -> None:
    key = write(open_house)
    post.refuses["MAIL"] = "451 try again later"
    for days in range(len(sending.BACKOFF) + 1):
        send(open_house, key, after=timedelta(days=days))
    known = state_of(open_house, key)
    assert (known.attempts, known.failed_at) == (6, open_house.at + timedelta(days=5))


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_for_good_needs_a_person(open_house: House, post: Mailbox, stage: str) -> None:
    key = write(open_house)
    post.refuses[stage] = "550 no such mailbox"
    send(open_house, key)
    known = state_of(open_house, key)
    assert (known.failed_at, known.fault) == (open_house.at, "550 no such mailbox")
    with open_house.agency.entered():
        assert [one.pk for one in Sending.objects.troubled(open_house.at)] == [key]
        contact.amend(open_house.ines, email="ines@new.test")
        assert trouble.again(Sending.objects.select_related("contact").get(pk=key), at=open_house.at)
    post.refuses.clear()
    send(open_house, key)
    assert post.letters[0]["To"] == "Ines <ines@new.test>"


@BOTH
def test_a_line_that_breaks_while_handing_over_is_unclear(
    open_house: House, post: Mailbox, compose_one: Compose
) -> None:
    key = compose_one(open_house)
    post.hangs_up = True
    send(open_house, key)
    for hours in range(24):
        send(open_house, key, after=timedelta(hours=hours))
    assert len(post.letters) == 1
    with open_house.agency.entered():
        assert [one.pk for one in Sending.objects.uncertain(open_house.at)] == [key]


def test_a_server_that_is_away_is_waited_for(open_house: House, post: Mailbox, settings: object) -> None:
    key = write(open_house)
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    send(open_house, key)
    assert state_of(open_house, key).next_try_at == open_house.at + sending.BACKOFF[0]


def test_the_sweep_finds_what_no_job_was_asked_for(
    open_house: House, post: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(open_house)
    monkeypatch.setattr("django.utils.timezone.now", lambda: open_house.at)
    assert (jobs.sweep(), jobs.sweep()) == (1, 0)
    assert len(post.letters) == 1


def test_a_line_of_an_update_is_a_notice_to_whoever_holds_the_ball(open_house: House, post: Mailbox) -> None:
    with open_house.agency.entered():
        awaited = ball.throw(
            open_house.project, side="client", awaited="photos [new]", contact=open_house.ines, by=open_house.vera,
            at=open_house.at - timedelta(days=3),
        )  # fmt: skip
        draft = compose(open_house.northwind, day=open_house.day, at=open_house.at)
        told = update.send(
            open_house.northwind, day=open_house.day, subject=draft.subject, body=draft.body, facts=draft.facts,
            by=open_house.vera, at=open_house.at,
        )  # fmt: skip
        key = Sending.objects.get(update=told).pk
    send(open_house, key)
    with open_house.agency.entered():
        assert [(notice.day, notice.how) for notice in awaited.notices.all()] == [(open_house.day, "update")]


def test_a_push_arrives_signed_once_closes_its_item_and_stands_in_its_own_thread(
    open_house: House, post: Mailbox
) -> None:
    told, asked = write(open_house), push(open_house)
    send(open_house, told)
    with open_house.agency.entered():
        run.run(day=open_house.day + timedelta(days=1), at=open_house.at + timedelta(days=1))
        assert Item.objects.open().filter(duty="push_stall").count() == 1
    send(open_house, asked, after=timedelta(days=1))
    assert post.texts()[1] == "Dear Ines,\n\nthe photos?\n\n-- \nVera, Lighthouse\n"
    assert post.pages()[1].count("Vera, Lighthouse") == 1
    assert (post.letters[1]["In-Reply-To"], post.letters[1]["Reply-To"]) == (None, "vera@lighthouse.test")
    with open_house.agency.entered():
        assert Item.objects.open().filter(duty="push_stall").count() == 0
