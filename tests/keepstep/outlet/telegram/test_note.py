"""What one of us is told in Telegram: once, at once, by one's own choice and not in quiet hours."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from keepstep.domain.agency import notification, person, preference, telegram_chat, telegram_note
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.preference import Choice
from keepstep.domain.agency.telegram_chat import PersonChat
from keepstep.domain.agency.telegram_note import TelegramNote
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.outlet.telegram import note
from tests.cast import House
from tests.keepstep.intake.telegram.bots import INES, VERA, link, read, with_bot
from tests.telegram_server import TelegramServer, Wrong


def link_vera(house: House, *, at: datetime | None = None) -> None:
    code = telegram_chat.ask(PersonChat, at=at or house.at, person=house.vera)
    one = PersonChat.objects.awaited(code, at or house.at).get()
    assert telegram_chat.link_person(one, chat=VERA, name="Vera", at=at or house.at)


def tell(house: House, *, key: str = "1", after: timedelta = timedelta(minutes=1), is_urgent: bool = False) -> None:
    facts = {"client": "Northwind Bakery", "who": "Ines", "words": "Call me <soon>"}
    notification.tell(
        house.vera, kind="call_me", key=key, facts=facts, address="/", at=house.at + after, is_urgent=is_urgent
    )


def gather(house: House, *, after: timedelta = timedelta(minutes=2)) -> list[UUID]:
    return telegram_note.gather(at=house.at + after, zone="Europe/Berlin")


def send(house: House, key: UUID, *, after: timedelta = timedelta(minutes=2)) -> None:
    note.send(house.agency.pk, key, clock=lambda: house.at + after)


def test_a_thing_is_told_once_in_words_with_the_way_to_it(house: House, telegram: TelegramServer) -> None:
    with_bot(house)
    link_vera(house)
    tell(house)
    (key,) = gather(house)
    assert gather(house) == []
    send(house, key)
    send(house, key)
    (said,) = telegram.to(VERA)
    assert said.text == "Northwind Bakery\nCall Ines\nCall me <soon>"
    assert said.links[0].endswith(f"/notifications/{Notification.objects.get().pk}/")


def test_who_has_no_chat_or_unticked_the_kind_or_has_seen_it_is_not_told(house: House) -> None:
    with_bot(house)
    tell(house, key="before a chat")
    assert gather(house) == []
    link_vera(house, at=house.at + timedelta(minutes=3))
    assert gather(house, after=timedelta(minutes=4)) == []
    preference.choose(house.vera, {"call_me": Choice(in_telegram=False)})
    tell(house, key="unticked", after=timedelta(minutes=5))
    assert gather(house, after=timedelta(minutes=6)) == []
    preference.choose(house.vera, {"call_me": Choice()})
    Notification.objects.update(seen_at=house.at)
    assert gather(house, after=timedelta(minutes=6)) == []


@pytest.mark.parametrize(("wakes", "told"), [(False, 0), (True, 1)])
def test_quiet_hours_are_kept_unless_what_is_urgent_may_wake(house: House, wakes: bool, told: int) -> None:
    with_bot(house)
    link_vera(house)
    person.amend(house.vera, quiet_from=time(8), quiet_to=time(10), urgent_wakes=wakes)
    tell(house, is_urgent=True)
    assert len(gather(house)) == told
    gather(house, after=timedelta(hours=3))
    assert TelegramNote.objects.count() == 1


def test_without_an_answer_it_is_not_repeated_and_a_wish_for_rest_is_kept(
    house: House, telegram: TelegramServer
) -> None:
    with_bot(house)
    link_vera(house)
    tell(house)
    tell(house, key="2")
    first, second = gather(house)
    telegram.fail("sendMessage", "hang", Wrong(429, "Too Many Requests", retry_after=30))
    send(house, first)
    send(house, first, after=timedelta(hours=1))
    assert len(telegram.to(VERA)) == 1
    send(house, second, after=timedelta(minutes=3))
    assert TelegramNote.objects.get(pk=second).next_try_at == house.at + timedelta(minutes=3, seconds=30)
    send(house, second, after=timedelta(minutes=4))
    assert len(telegram.to(VERA)) == 2


def test_who_blocks_the_bot_is_told_no_more(house: House, telegram: TelegramServer) -> None:
    with_bot(house)
    link_vera(house)
    tell(house)
    telegram.blocked.add(VERA)
    send(house, gather(house)[0])
    assert (PersonChat.objects.open().count(), PersonChat.objects.linked().count()) == (0, 1)
    tell(house, key="2", after=timedelta(minutes=3))
    assert gather(house, after=timedelta(minutes=4)) == []


def test_one_of_us_links_by_their_code_and_the_chat_is_no_contacts_any_more(
    house: House, telegram: TelegramServer
) -> None:
    bot = with_bot(house)
    link(house.ines, chat=INES, at=house.at)
    code = telegram_chat.ask(PersonChat, at=house.at, person=house.vera)
    telegram.write(INES, f"/start {code}", name="Vera")
    telegram.write(INES, "hello?")
    telegram.write(INES, "/stop")
    read(bot, at=house.at + timedelta(days=1))
    assert [one.text.split("!")[0].split(".")[0] for one in telegram.to(INES)] == [
        "Hello, Vera", "Here you are only told things: nobody reads what is written here",
        "Nothing comes here any more",
    ]  # fmt: skip
    assert (contact_chat.of(house.ines), ContactChat.objects.linked().count(), PersonChat.objects.linked().count()) == (
        None, 0, 0
    )  # fmt: skip
