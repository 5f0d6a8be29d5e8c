"""What a bot is told: each event once, whoever tells it, whatever breaks in between."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from keepstep.domain.agency import store
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.sealed import HIDDEN
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients import contact, contact_chat
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.sales import lead_door
from keepstep.domain.sales.lead import Lead
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.telegram_event import Fate, TelegramEvent
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.intake.telegram import reading
from keepstep.round import telling
from keepstep.telegram import bot_api
from tests.cast import House
from tests.keepstep.domain.sales.leads import site
from tests.keepstep.intake.telegram.bots import INES, STRANGER, TOM, link, read, with_bot
from tests.telegram_server import TelegramServer, Wrong

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40


@pytest.fixture
def at() -> datetime:
    """The server on loopback lives by the clock on the wall."""
    return timezone.now() + timedelta(seconds=5)


def words() -> list[tuple[str, str, str]]:
    said = Touchpoint.objects.filter(direction=Direction.IN).order_by("at", "id")
    return [(one.contact.name if one.contact else "", one.form, one.summary) for one in said]


def fates() -> list[str]:
    return list(TelegramEvent.objects.order_by("number").values_list("fate", flat=True))


def test_the_token_is_sealed_and_never_shown(house: House) -> None:
    bot = with_bot(house)
    assert (str(bot), str(TelegramBot.objects.get().token), bot.link("c")) == (
        "@lighthouse_bot", HIDDEN, "https://t.me/lighthouse_bot?start=c"
    )  # fmt: skip


def test_a_contact_links_by_their_code_once(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot, code = with_bot(house), contact_chat.ask(house.ines, at=at)
    telegram.write(INES, f"/start {code}")
    telegram.write(TOM, f"/start {code}", name="Tom")
    assert read(bot, at=at) == 2
    chat = contact_chat.of(house.ines)
    assert chat is not None
    assert (chat.chat, chat.name, contact_chat.of(house.tom)) == (INES, "Ines · @ines", None)
    assert (fates(), Contact.objects.get(pk=house.ines.pk).channels) == (
        [Fate.LINK, Fate.STRANGER], [Channel.EMAIL, Channel.PHONE, Channel.TELEGRAM]
    )  # fmt: skip
    assert [one.text[:30] for one in telegram.to(INES)] == ["Hello, Ines! From now on Light"]
    assert [one.text[:32] for one in telegram.to(TOM)] == ["This link was used before, or is"]


def test_a_code_ends_after_a_week_and_is_nobody_elses(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot, code = with_bot(house), contact_chat.ask(house.ines, at=at - timedelta(days=8))
    with house.elsewhere.entered():
        foreign = contact_chat.ask(Contact.objects.get(name="Nora"), at=at)
    telegram.write(INES, f"/start {code}")
    telegram.write(INES, f"/start {foreign}")
    telegram.write(INES, "/start guess", language="ru")
    read(bot, at=at)
    assert (fates(), ContactChat.objects.linked().count()) == ([Fate.STRANGER] * 3, 0)
    assert telegram.to(INES)[2].text.startswith("Ссылка уже использована")


def test_a_chat_is_one_contacts_and_linking_again_replaces(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    with_bot(house)
    link(house.ines, chat=INES, at=at)
    link(house.tom, chat=INES, at=at)
    assert [one.contact for one in ContactChat.objects.linked()] == [house.tom]
    link(house.tom, chat=TOM, at=at)
    assert [(one.contact, one.chat) for one in ContactChat.objects.linked()] == [(house.tom, TOM)]
    house.ines.refresh_from_db()
    assert (house.ines.in_telegram, house.tom.in_telegram) == (False, True)


def test_a_contacts_words_are_a_touchpoint_and_open_a_ball_at_us(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "The menu is wrong")
    assert read(bot, at=at) == 1
    assert words() == [("Ines", Form.TELEGRAM, "The menu is wrong")]
    ball = Ball.objects.in_the_air().get(side=Side.US)
    assert (ball.project, ball.awaited) == (house.project, "an answer to “The menu is wrong”")


def test_lines_within_minutes_are_one_word_until_it_is_answered(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "Hello")
    telegram.write(INES, "the menu is wrong")
    read(bot, at=at)
    assert words() == [("Ines", Form.TELEGRAM, "Hello\nthe menu is wrong")]
    touchpoint.settle(Touchpoint.objects.get(direction=Direction.IN), by=house.vera, at=at)
    telegram.write(INES, "and the price")
    read(bot, at=at)
    assert [said for _who, _form, said in words()] == ["Hello\nthe menu is wrong", "and the price"]


def test_a_changed_message_stands_under_what_it_said(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    number = telegram.write(INES, "On Monday")
    telegram.edit(INES, number, "On Tuesday")
    read(bot, at=at)
    assert (fates(), words()) == (
        [Fate.WORD, Fate.EDIT], [("Ines", Form.TELEGRAM, "On Monday\nChanged afterwards: On Tuesday")]
    )  # fmt: skip


def test_photos_and_documents_are_kept_by_the_checks_of_letters(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    photo, program = telegram.upload(JPEG), telegram.upload(b"MZ program")
    sizes = [{"file_id": "small", "file_size": 1, "width": 1}, {"file_id": photo, "file_size": 48, "width": 90}]
    telegram.write(INES, photo=sizes, caption="Here is one", media_group_id="1")
    telegram.write(INES, document={"file_id": program, "file_name": "../../menu.exe", "file_size": 10})
    telegram.write(INES, video={"file_id": "huge", "file_name": "film.mp4", "file_size": 30_000_000})
    telegram.write(INES, document={"file_id": "nowhere", "file_name": "gone.pdf", "file_size": 5})
    read(bot, at=at)
    kept = [(one.name, one.kind, one.refusal) for one in Attachment.objects.order_by("place")]
    assert words() == [("Ines", Form.TELEGRAM, "Here is one")]
    assert kept == [
        ("photo.jpg", "image/jpeg", ""), ("menu.exe", "", "program"), ("film.mp4", "", "big"), ("gone.pdf", "", "lost"),
    ]  # fmt: skip
    first = Attachment.objects.order_by("place")[0]
    assert store.read(first.digest, agency_id=house.agency.pk) == JPEG


def test_of_strangers_only_the_fact_is_kept_and_they_are_told_once(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    telegram.write(STRANGER, "Buy my goods", name="Spam")
    telegram.write(STRANGER, "Buy", name="Spam", document={"file_id": telegram.upload(JPEG), "file_size": 9})
    telegram.write(-STRANGER, "a group")
    read(bot, at=at)
    assert (fates(), words(), len(telegram.to(STRANGER)), telegram.calls.count("getFile")) == (
        [Fate.STRANGER, Fate.STRANGER, Fate.IGNORED], [], 1, 0
    )  # fmt: skip
    assert telegram.to(-STRANGER) == []


def test_with_an_open_door_who_writes_becomes_a_lead_is_thanked_once_and_goes_on_in_the_same_lead(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    lead_door.open_to(Channel.TELEGRAM, site(house), by=house.oleg, at=at)
    telegram.write(STRANGER, "/start", name="Ben")
    telegram.write(STRANGER, "We need a site", name="Ben")
    telegram.write(STRANGER, "+49 30 901820", name="Ben")
    read(bot, at=at)
    made = Lead.objects.get()
    assert (made.name.split(" · ")[0], made.message, made.channel) == ("Ben", "We need a site", Channel.TELEGRAM)
    assert [one.words for one in made.records.filter(kind="talked")] == ["+49 30 901820"]
    assert (fates(), len(telegram.to(STRANGER))) == ([Fate.IGNORED, Fate.LEAD, Fate.LEAD], 2)


def test_either_side_ends_the_link(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "/stop")
    read(bot, at=at)
    assert (contact_chat.of(house.ines), fates()) == (None, [Fate.UNLINK])
    link(house.tom, chat=TOM, at=at)
    contact.depart(house.tom, at=at)
    assert ContactChat.objects.linked().count() == 0


def test_who_blocks_the_bot_is_not_reached_and_is_found_again(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.block(INES)
    read(bot, at=at)
    house.ines.refresh_from_db()
    assert (contact_chat.of(house.ines), house.ines.in_telegram) == (None, False)
    telegram.block(INES, is_blocked=False)
    read(bot, at=at)
    house.ines.refresh_from_db()
    assert (contact_chat.of(house.ines) is not None, house.ines.in_telegram) == (True, True)


@pytest.mark.parametrize("stage", ["reached", "fetched", "kept", "replied"])
def test_whatever_breaks_in_between_an_event_is_heard_once(
    house: House, telegram: TelegramServer, at: datetime, stage: str
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "Once")
    for reached in reading.stages(bot.agency_id, bot.pk, clock=lambda: at):
        if reached == stage:
            break
    read(bot, at=at)
    read(bot, at=at)
    assert words() == [("Ines", Form.TELEGRAM, "Once")]


def test_an_event_told_twice_is_heard_once(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "Once")
    event = dict(telegram.waiting[0])
    read(bot, at=at)
    telegram.waiting.insert(0, event)
    TelegramBot.objects.update(last=0)
    read(bot, at=at)
    assert words() == [("Ines", Form.TELEGRAM, "Once")]


def test_after_a_week_of_silence_lower_numbers_are_heard(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "Before")
    read(bot, at=at)
    later = at + timedelta(days=8)
    telegram.event = 7
    telegram.write(INES, "After", date=int(later.timestamp()))
    telegram.waiting = telegram.waiting[-1:]
    read(bot, at=later)
    assert [said for _who, _form, said in words()] == ["Before", "After"]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Wrong(401, "Unauthorized"), bot_api.TokenRefused, "Telegram does not accept the token"),
        (Wrong(409, "Conflict: terminated by other getUpdates request"), bot_api.Elsewhere, "Another program takes"),
        (Wrong(502, "Bad Gateway"), bot_api.Unclear, "Bad Gateway"),
        ("drop", bot_api.Unclear, "no answer came (RemoteProtocolError)"),
    ],
)
def test_what_stands_in_the_way_is_kept_for_own_management(
    house: House, telegram: TelegramServer, at: datetime, fault: object, kind: type[Exception], words: str
) -> None:
    bot = with_bot(house)
    telegram.fail("getUpdates", fault)
    with pytest.raises(kind):
        read(bot, at=at)
    assert TelegramBot.objects.get().fault.startswith(words)
    read(bot, at=at)
    assert (TelegramBot.objects.get().fault, TelegramBot.objects.get().read_at) == ("", at)


def test_a_file_that_cannot_be_fetched_holds_nothing_up_for_long(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    telegram.write(INES, "See", document={"file_id": telegram.upload(JPEG), "file_name": "a.jpg", "file_size": 9})
    telegram.fail("getFile", "drop", "drop")
    with pytest.raises(bot_api.Unclear):
        read(bot, at=at)
    assert words() == []
    read(bot, at=at + timedelta(minutes=20))
    assert (words()[0][2], [(one.name, one.refusal) for one in Attachment.objects.all()]) == (
        "See",
        [("a.jpg", "lost")],
    )


def test_events_nobody_can_read_hold_nothing_up(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    odd: list[dict[str, Any]] = [
        {"message": {"chat": "x", "from": 3}}, {"poll": {}}, {"message": None}, {"callback_query": {"id": 1}},
        {"message": {"chat": {"id": INES, "type": "private"}, "text": "a\x00b\ud83d", "date": 10**18, "message_id": 1}},
    ]  # fmt: skip
    for told in odd:
        telegram.happen(told)
    assert read(bot, at=at) == 5
    assert [said for _who, _form, said in words()] == ["ab\ufffd"]


def test_the_bot_taken_away_leads_to_nobody(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    contact_chat.part_with(bot, at=at)
    house.ines.refresh_from_db()
    assert (TelegramBot.objects.count(), ContactChat.objects.linked().count(), house.ines.in_telegram) == (0, 0, False)


def test_a_word_is_of_the_time_telegram_says(house: House, telegram: TelegramServer, at: datetime) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=at)
    early = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    telegram.write(INES, "Early", date=int(early.timestamp()))
    read(bot, at=at)
    assert Touchpoint.objects.get(direction=Direction.IN).at == early


def test_owners_are_told_once_of_a_bot_that_is_silent_for_half_an_hour(
    house: House, telegram: TelegramServer, at: datetime
) -> None:
    bot = with_bot(house)
    read(bot, at=at)
    telegram.fail("getUpdates", *[Wrong(502, "Bad Gateway")] * 4)
    for minutes in (1, 29):
        with pytest.raises(bot_api.Fault):
            read(bot, at=at + timedelta(minutes=minutes))
    assert Notification.objects.filter(kind="bot_stumbles").count() == 0
    for minutes in (30, 31):
        with pytest.raises(bot_api.Fault):
            read(bot, at=at + timedelta(minutes=minutes))
    (one,) = Notification.objects.filter(kind="bot_stumbles")
    assert (one.person, *telling.told(one)) == (
        house.oleg, "Our bot in Telegram does not work", "@lighthouse_bot", "Bad Gateway",
    )  # fmt: skip
