"""An update, a push and an answer reach Telegram at most once, part by part, whatever crashes (§5.2)."""

import signal
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from keepstep.domain.agency import telegram_bot
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients import contact, contact_chat
from keepstep.domain.delivery import ball
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.talk import correction, enclosure, message, trouble, update
from keepstep.domain.talk.answer import Answer
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.mark import Mark
from keepstep.domain.talk.message import Kind, Unreachable
from keepstep.domain.talk.sending import CLAIM_LIFE, Sending
from keepstep.domain.talk.telegram_part import TelegramPart
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.outlet import jobs
from keepstep.outlet.telegram import message as carriage
from keepstep.round import run
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, TOM, link, read, with_bot
from tests.telegram_server import TelegramServer, Wrong, units

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "Hello, Ines!\n\n**Done**\n- A < B & C"
LONG = "\n\n".join(f"Paragraph {n}: " + "the menu moves on, step by step. " * 12 for n in range(24))
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0"
    b"\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def linked(open_house: House, telegram: TelegramServer) -> House:
    """Ines reads us in Telegram alone."""
    with_bot(open_house)
    link(open_house.ines, chat=INES, at=open_house.at)
    with open_house.agency.entered():
        contact.amend(open_house.ines, mails_too=False)
    return open_house


def write(house: House, *, body: str = BODY, enclosed: tuple[Enclosure, ...] = ()) -> UUID:
    with house.agency.entered():
        run.run(day=house.day, at=house.at)
        told = update.send(
            house.northwind, day=house.day, subject="2 March: menu", body=body, by=house.vera, at=house.at,
            enclosed=enclosed,
        )  # fmt: skip
        return Sending.objects.values_list("pk", flat=True).get(update=told)


def state_of(house: House, key: UUID) -> Sending:
    with house.agency.entered():
        return Sending.objects.get(pk=key)


def send(house: House, key: UUID, *, after: timedelta = timedelta()) -> None:
    carriage.send(house.agency.pk, key, clock=lambda: house.at + after)


def die(
    house: House, telegram: TelegramServer, key: UUID, stage: str, *, times: int = 1, outlet: str = "message"
) -> None:  # fmt: skip
    words = [connection.settings_dict["NAME"], telegram.url, str(house.agency.pk), str(key), stage, str(times)]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.keepstep.outlet.telegram.dying", *words, house.at.isoformat(), outlet],
        timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL


def test_it_arrives_as_it_was_written_and_keeps_the_day(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    send(linked, key)
    (said,) = telegram.to(INES)
    assert said.text == (
        "2 March: menu\n\nHello, Ines!\n\nDone\n\n• A < B & C\n\nVera, Lighthouse\n\n"
        "All updates, projects and what waits for you"
    )
    assert [text for text, _data in said.buttons] == ["Useful", "Not useful", "Call me", "1", "2", "3", "4", "5"]
    with linked.agency.entered():
        assert DueDay.objects.get(account=linked.northwind).kept_at == linked.at
        assert [(one.channel, one.delivered_at) for one in Sending.objects.all()] == [("telegram", linked.at)]


def test_by_both_ways_it_goes_once_by_each(linked: House, telegram: TelegramServer) -> None:
    with linked.agency.entered():
        contact.amend(linked.ines, mails_too=True)
        update.send(linked.northwind, day=linked.day, subject="Monday", body="Hello", by=linked.vera, at=linked.at)
        assert sorted(Sending.objects.values_list("channel", flat=True)) == ["email", "telegram"]


def test_a_long_one_goes_in_parts_of_which_none_is_too_long(linked: House, telegram: TelegramServer) -> None:
    key = write(linked, body=LONG)
    send(linked, key)
    said = telegram.to(INES)
    assert (len(said), all(units(one.text) <= 4096 for one in said)) == (3, True)
    assert [bool(one.buttons) for one in said] == [False, False, True]
    assert "".join(LONG.split()) in "".join("".join(one.text for one in said).split())


def test_pictures_and_files_follow_the_text(linked: House, telegram: TelegramServer) -> None:
    with linked.agency.entered():
        files = [
            enclosure.add(linked.northwind, name=name, content=content, beside=[], by=linked.vera, at=linked.at)
            for name, content in (("menu.png", PNG), ("plan.pdf", b"%PDF-1.4 plan"))
        ]
    key = write(linked, enclosed=tuple(files))
    telegram.fail("sendPhoto", Wrong(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    send(linked, key)
    assert [(one.kind, one.name) for one in telegram.to(INES)] == [
        ("text", ""), ("document", "menu.png"), ("document", "plan.pdf"),
    ]  # fmt: skip
    assert telegram.to(INES)[1].content == PNG
    assert state_of(linked, key).delivered_at == linked.at


@pytest.mark.parametrize("stage", ["taken", "announced"])
def test_a_worker_that_dies_before_handing_over_is_made_up_for(
    linked: House, telegram: TelegramServer, stage: str
) -> None:
    key = write(linked)
    die(linked, telegram, key, stage)
    send(linked, key, after=CLAIM_LIFE / 2)
    assert telegram.said == []
    send(linked, key, after=CLAIM_LIFE * 2)
    assert (len(telegram.said), state_of(linked, key).delivered_at) == (1, linked.at + CLAIM_LIFE * 2)


@pytest.mark.parametrize(("stage", "arrived"), [("handed", 0), ("accepted", 1)])
def test_a_worker_that_dies_after_handing_over_is_never_repeated(
    linked: House, telegram: TelegramServer, stage: str, arrived: int
) -> None:
    key = write(linked)
    die(linked, telegram, key, stage)
    for hours in range(0, 48, 12):
        send(linked, key, after=timedelta(hours=hours))
    assert len(telegram.said) == arrived
    later = linked.at + timedelta(hours=1)
    with linked.agency.entered():
        assert list(Sending.objects.troubled(later)) == [state_of(linked, key)]
        assert trouble.arrived(state_of(linked, key), by=linked.vera, at=later)
        assert list(Sending.objects.troubled(later)) == []
        assert DueDay.objects.get(account=linked.northwind).kept_at == linked.at


def test_between_two_parts_another_worker_goes_on(linked: House, telegram: TelegramServer) -> None:
    key = write(linked, body=LONG)
    die(linked, telegram, key, "noted", times=2)
    assert len(telegram.said) == 2
    send(linked, key, after=CLAIM_LIFE * 2)
    assert len(telegram.said) == 3
    assert "".join(LONG.split()) in "".join("".join(one.text for one in telegram.said).split())
    assert state_of(linked, key).delivered_at == linked.at + CLAIM_LIFE * 2


def test_a_part_nobody_knows_of_is_decided_by_a_person_and_the_rest_goes_on(
    linked: House, telegram: TelegramServer
) -> None:
    key = write(linked, body=LONG)
    die(linked, telegram, key, "accepted", times=2)
    later = linked.at + timedelta(hours=1)
    with linked.agency.entered():
        assert trouble.arrived(Sending.objects.get(pk=key), by=linked.vera, at=later)
    send(linked, key, after=timedelta(hours=1))
    assert (len(telegram.said), state_of(linked, key).delivered_at) == (3, later)


def test_whoever_is_sure_that_a_part_did_not_arrive_repeats_that_part_alone(
    linked: House, telegram: TelegramServer
) -> None:
    key = write(linked, body=LONG)
    die(linked, telegram, key, "handed", times=2)
    with linked.agency.entered():
        assert trouble.again(Sending.objects.get(pk=key), at=linked.at + timedelta(hours=1))
    send(linked, key, after=timedelta(hours=1))
    assert "".join(LONG.split()) in "".join("".join(one.text for one in telegram.said).split())
    assert len(telegram.said) == 3


def test_two_workers_send_it_once(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    first = carriage.stages(linked.agency.pk, key, clock=lambda: linked.at)
    next(first)
    send(linked, key)
    assert telegram.said == []
    list(first)
    send(linked, key)
    assert len(telegram.said) == 1


def test_too_fast_rests_as_long_as_telegram_says_and_counts_no_attempt(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    telegram.fail("sendMessage", Wrong(429, "Too Many Requests: retry after 35", retry_after=35))
    send(linked, key)
    resting = state_of(linked, key)
    assert (resting.attempts, resting.next_try_at, resting.handed_at) == (0, linked.at + timedelta(seconds=35), None)
    called = len(telegram.calls)
    send(linked, key, after=timedelta(seconds=34))
    assert len(telegram.calls) == called
    send(linked, key, after=timedelta(seconds=36))
    assert len(telegram.said) == 1


def test_while_the_bot_rests_nothing_else_is_tried(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    with linked.agency.entered():
        telegram_bot.rest(TelegramBot.objects.get(), until=linked.at + timedelta(minutes=1))
    send(linked, key)
    assert (telegram.calls, state_of(linked, key).next_try_at) == ([], linked.at + timedelta(minutes=1))
    assert state_of(linked, key).attempts == 0


@pytest.mark.parametrize("fault", ["hang", "drop", Wrong(502, "Bad Gateway")])
def test_without_an_answer_nobody_repeats_it(linked: House, telegram: TelegramServer, fault: object) -> None:
    key = write(linked)
    telegram.fail("sendMessage", fault)
    send(linked, key)
    send(linked, key, after=timedelta(days=1))
    assert telegram.calls.count("sendMessage") <= 1
    with linked.agency.entered():
        assert [one.pk for one in Sending.objects.uncertain(linked.at)] == [key]


@pytest.mark.parametrize("fault", ["drop", Wrong(502, "Bad Gateway"), Wrong(500, "Internal Server Error")])
def test_what_fails_at_the_probe_is_tried_again(linked: House, telegram: TelegramServer, fault: object) -> None:
    key = write(linked)
    telegram.fail("sendChatAction", fault)
    send(linked, key)
    assert (telegram.said, state_of(linked, key).next_try_at) == ([], linked.at + timedelta(minutes=1))
    send(linked, key, after=timedelta(minutes=1))
    assert len(telegram.said) == 1


def test_who_has_blocked_the_bot_is_a_visible_item_and_no_longer_linked(
    linked: House, telegram: TelegramServer
) -> None:
    key = write(linked)
    telegram.blocked.add(INES)
    send(linked, key)
    with linked.agency.entered():
        (failed,) = Sending.objects.troubled(linked.at)
        assert (failed.pk, failed.fault) == (
            key, "Ines does not let our bot write any more (Forbidden: bot was blocked by the user)."
        )  # fmt: skip
        linked.ines.refresh_from_db()
        assert (linked.ines.in_telegram, contact_chat.of(linked.ines)) == (False, None)
        assert DueDay.objects.get(account=linked.northwind).kept_at is None


def test_what_telegram_cannot_read_goes_as_plain_text_once(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    telegram.fail("sendMessage", Wrong(400, "Bad Request: can't parse entities: Unsupported start tag"))
    send(linked, key)
    (said,) = telegram.to(INES)
    assert (said.html, "A < B & C" in said.text, state_of(linked, key).delivered_at) == (said.html, True, linked.at)


def test_a_token_that_was_withdrawn_is_the_bots_fault_and_the_update_waits(
    linked: House, telegram: TelegramServer
) -> None:
    key = write(linked)
    telegram.fail("sendChatAction", Wrong(401, "Unauthorized"))
    send(linked, key)
    with linked.agency.entered():
        assert TelegramBot.objects.get().fault == "Telegram does not accept our bot's token any more (Unauthorized)."
    assert (state_of(linked, key).failed_at, state_of(linked, key).next_try_at) == (
        None, linked.at + timedelta(minutes=1)
    )  # fmt: skip


def test_whose_link_has_ended_gets_nothing_there(linked: House, telegram: TelegramServer) -> None:
    key = write(linked)
    link(linked.tom, chat=INES, at=linked.at)
    send(linked, key)
    assert (telegram.said, state_of(linked, key).failed_at) == ([], linked.at)


def test_a_push_goes_to_telegram_where_there_is_no_address(linked: House, telegram: TelegramServer) -> None:
    with linked.agency.entered():
        contact.amend(linked.ines, email="")
        held = ball.throw(
            linked.project, side="client", awaited="photos", contact=linked.ines, by=linked.vera, at=linked.at
        )
        sent = message.send(
            linked.ines, kind=Kind.PUSH, subject="Photos", body="Dear Ines, the photos?", ball=held, rung=1,
            by=linked.vera, at=linked.at, wait=timedelta(0),
        )  # fmt: skip
        key = Sending.objects.get(letter=sent).pk
    send(linked, key)
    assert [one.text for one in telegram.said] == ["Photos\n\nDear Ines, the photos?\n\nVera, Lighthouse"]
    with linked.agency.entered():
        assert [(one.how, one.subject) for one in Notice.objects.all()] == [("message", "Photos")]
        assert Touchpoint.objects.get(direction=Direction.OUT).form == Form.TELEGRAM
        with pytest.raises(Unreachable):
            message.send(
                linked.ines, kind=Kind.PUSH, subject="a", body="b", by=linked.vera, at=linked.at, channel="email"
            )


def test_a_correction_follows_what_it_corrects_there(linked: House, telegram: TelegramServer) -> None:
    first = write(linked)
    with linked.agency.entered():
        wrong = Sending.objects.get(pk=first).update
        put_right = correction.send(
            wrong, draft=UUID(int=7), language="en", subject="Put right", body="It is C.", by=linked.vera, at=linked.at
        )
        second = Sending.objects.get(update=put_right).pk
    send(linked, second)
    assert telegram.said == []
    send(linked, first)
    send(linked, second)
    assert [one.text.split("\n")[0] for one in telegram.said] == ["2 March: menu", "Put right"]


def test_a_reply_to_an_update_is_its_answer_and_is_answered_there(linked: House, telegram: TelegramServer) -> None:
    at = timezone.now()
    key = write(linked)
    send(linked, key)
    (said,) = telegram.to(INES)
    asked = telegram.write(INES, "And the prices?", reply_to_message={"message_id": said.number})
    bot = state_of_bot(linked)
    assert read(bot, at=at + timedelta(seconds=2)) == 1
    with linked.agency.entered():
        given = Answer.objects.get()
        assert (given.update.subject, given.touchpoint.summary) == ("2 March: menu", "And the prices?")
        sent = message.send(
            linked.ines, kind=Kind.ANSWER, subject="They stay", body="They stay.", by=linked.vera, at=at,
            answers=given.touchpoint, channel="telegram", wait=timedelta(0),
        )  # fmt: skip
        answer_key = Sending.objects.get(letter=sent).pk
    carriage.send(linked.agency.pk, answer_key, clock=lambda: at + timedelta(minutes=1))
    last = telegram.to(INES)[-1]
    assert (last.text, last.answers) == ("They stay.\n\nVera, Lighthouse", asked)
    with linked.agency.entered():
        assert Touchpoint.objects.get(summary="And the prices?").settled_at == at + timedelta(minutes=1)


def test_a_press_is_a_mark_and_a_wish_for_a_call_an_item_at_once(linked: House, telegram: TelegramServer) -> None:
    at = timezone.now()
    key = write(linked)
    send(linked, key)
    (said,) = telegram.to(INES)
    telegram.press(INES, said, "4")
    telegram.press(INES, said, "Call me")
    telegram.press(INES, said, "Call me")
    telegram.press(TOM, said, "1")
    read(state_of_bot(linked), at=at + timedelta(seconds=2))
    assert [words for _key, words in telegram.toasts] == [
        "Thank you! Noted: 4 of 5", "Thank you! We will call you.", "Thank you! We will call you.",
    ]  # fmt: skip
    with linked.agency.entered():
        assert [(one.said, one.points) for one in Mark.objects.standing()] == [("call_me", 4)]
        assert Touchpoint.objects.unanswered().get().form == Form.TELEGRAM


def test_a_press_under_somebody_elses_update_does_nothing(linked: House, telegram: TelegramServer) -> None:
    at = timezone.now()
    send(linked, write(linked))
    (said,) = telegram.to(INES)
    link(linked.tom, chat=TOM, at=linked.at)
    telegram.press(TOM, said, "1")
    read(state_of_bot(linked), at=at + timedelta(seconds=2))
    assert [words for _key, words in telegram.toasts] == ["This button does nothing any more."]
    with linked.agency.entered():
        assert Mark.objects.count() == 0


def state_of_bot(house: House) -> TelegramBot:
    with house.agency.entered():
        return TelegramBot.objects.select_related("agency").get()


def test_the_sweep_finds_what_waits_by_its_channel(linked: House, telegram: TelegramServer) -> None:
    write(linked)
    assert (jobs.sweep(), jobs.sweep_telegram(), len(telegram.said)) == (0, 1, 1)
    with linked.agency.entered():
        assert TelegramPart.objects.get().message == telegram.said[0].number
