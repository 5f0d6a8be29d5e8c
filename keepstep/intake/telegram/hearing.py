"""Hearing: an event becomes a link, a client's word, a word put right — or nobody's, of which nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from keepstep.domain.agency import telegram_chat
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.agency.telegram_chat import PersonChat
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.sales import lead_door, stranger
from keepstep.domain.sales.lead import Channel
from keepstep.domain.sales.stranger import Heard
from keepstep.domain.talk import answer, attachment, mark, telegram_event, telegram_part, touchpoint
from keepstep.domain.talk.mark import BEST, Said
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.telegram_event import Fate, TelegramEvent
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.intake.telegram import replies
from keepstep.intake.telegram.event import Event, Kind
from keepstep.intake.telegram.replies import Reply
from keepstep.round import run, telling
from keepstep.telegram import press

SUMMARY = 4000
POINTS = {str(n): n for n in range(1, BEST + 1)}


@dataclass(frozen=True)
class File:
    """A file that was fetched; `refusal` says why it was not."""

    name: str
    content: bytes
    size: int
    refusal: str = ""


@transaction.atomic
def hear(bot: TelegramBot, event: Event, *, files: Sequence[File] = (), at: datetime) -> Reply | None:
    """Once, in the agency the session is in; what is to be said to whoever told it, if anything."""
    came_at = min(event.at or at, at)
    kept = telegram_event.receive(bot, number=event.number, chat=event.chat, message=event.message, at=came_at)
    if kept is None or event.chat is None or not event.is_private:
        return None
    if event.kind is Kind.STANDING:
        _standing(kept, event, at=at)
        return None
    if event.command == "/start" and event.code:
        return _start(bot, kept, event, at=at)
    linked = ContactChat.objects.linked().filter(chat=event.chat).select_related("contact__account").first()
    if linked is not None:
        contact_chat.unblock(event.chat)
        return _of_a_contact(kept, event, linked, files, at=at)
    ours = PersonChat.objects.linked().filter(chat=event.chat).select_related("person").first()
    return _of_ours(kept, event, ours, at=at) if ours else _of_a_stranger(bot, kept, event, at=at)


def is_awaited(bot: TelegramBot, event: Event) -> bool:
    """Whether its files are worth fetching: it is a contact's, and was not heard before."""
    heard = TelegramEvent.objects.filter(bot=bot.number, number=event.number)
    return event.is_private and ContactChat.objects.linked().filter(chat=event.chat).exists() and not heard.exists()


def _standing(kept: TelegramEvent, event: Event, *, at: datetime) -> None:
    """The bot was blocked in this chat, or let in again."""
    if kept.chat is None or event.is_blocked is None:
        return
    if event.is_blocked:
        PersonChat.objects.open().filter(chat=kept.chat).update(blocked_at=at)
        found = contact_chat.block(kept.chat, at=at)
    else:
        PersonChat.objects.linked().filter(chat=kept.chat).update(blocked_at=None)
        found = contact_chat.unblock(kept.chat)
    telegram_event.settle(kept, Fate.BLOCK if event.is_blocked else Fate.LINK, contact=found.contact if found else None)


def _start(bot: TelegramBot, kept: TelegramEvent, event: Event, *, at: datetime) -> Reply:
    """Somebody shows a code: of a contact, of one of us, or of nobody."""
    chat = event.chat or 0
    theirs = ContactChat.objects.awaited(event.code, at).select_related("contact__account", "agency").first()
    if theirs and theirs.contact.left_at is None and contact_chat.link(theirs, chat=chat, name=event.sender, at=at):
        telegram_event.settle(kept, Fate.LINK, contact=theirs.contact)
        return replies.linked(theirs.contact)
    ours = PersonChat.objects.awaited(event.code, at).select_related("person__agency").first()
    if ours and ours.person.left_at is None:
        for other in ContactChat.objects.linked().filter(chat=event.chat).select_related("contact"):
            contact_chat.end(other, at=at)
        if telegram_chat.link_person(ours, chat=chat, name=event.sender, at=at):
            telegram_event.settle(kept, Fate.LINK)
            return replies.linked_of_ours(ours.person)
    telegram_event.settle(kept, Fate.STRANGER)
    return replies.wrong_code(bot, event)


def _of_a_contact(
    kept: TelegramEvent, event: Event, linked: ContactChat, files: Sequence[File], *, at: datetime
) -> Reply | None:
    if event.command == "/stop":
        contact_chat.end(linked, at=at)
        telegram_event.settle(kept, Fate.UNLINK, contact=linked.contact)
        return replies.ended(linked.contact)
    if event.command == "/start":
        telegram_event.settle(kept, Fate.IGNORED, contact=linked.contact)
        return replies.linked(linked.contact)
    if event.kind is Kind.TAP:
        return _pressed(kept, event, linked, at=at)
    if event.kind is Kind.EDIT:
        _put_right(kept, event, linked)
    elif event.kind is Kind.MESSAGE and (event.words or files):
        _become_word(kept, event, linked, files, at=at)
    return None


def _become_word(
    kept: TelegramEvent, event: Event, linked: ContactChat, files: Sequence[File], *, at: datetime
) -> None:
    """The client's word; what follows within minutes, as people write in chats, is a part of it."""
    contact = linked.contact
    answered = telegram_part.of_message(chat=linked.chat or 0, message=event.answers)
    if answered and answered.contact_id != contact.pk:
        answered = None
    said = telegram_event.last_word(contact, chat=linked.chat or 0, sending=answered, at=kept.came_at)
    if said and len(said.summary) + len(event.words) < SUMMARY:
        _add(said, event.words)
    else:
        said = touchpoint.record(
            contact.account, direction=Direction.IN, form=Form.TELEGRAM, at=kept.came_at, contact=contact,
            project=answered.said.project if answered and answered.letter_id else None, summary=event.words[:SUMMARY],
        )  # fmt: skip
        if answered and answered.update:
            answer.link(said, update=answered.update, at=kept.came_at)
    attachment.attach(said, [(one.name, one.content) for one in files if not one.refusal])
    attachment.miss(said, [(one.name, one.size, one.refusal) for one in files if one.refusal])
    telegram_event.settle(kept, Fate.WORD, contact=contact, touchpoint=said, sending=answered)
    run.look_again(contact.account_id, at=at)


def _pressed(kept: TelegramEvent, event: Event, linked: ContactChat, *, at: datetime) -> Reply:
    """A button under an update that came to this contact; a press is a person's, no scanner presses."""
    contact, pressed = linked.contact, press.read(event.tap)
    theirs = Sending.objects.select_related("update").filter(contact=contact, update__isnull=False)
    found = theirs.filter(pk=pressed.sending).first() if pressed else None
    if pressed is None or found is None or pressed.said not in {*Said.values, *POINTS}:
        telegram_event.settle(kept, Fate.IGNORED, contact=contact)
        return replies.pressed_in_vain(contact, event)
    what = {"points": POINTS[pressed.said]} if pressed.said in POINTS else {"said": pressed.said}
    given = mark.tap(found.update, contact=contact, at=kept.came_at, form=Form.TELEGRAM, **what)
    telling.tell_of(given, at=at)
    telegram_event.settle(kept, Fate.TAP, contact=contact, sending=found)
    run.look_again(contact.account_id, at=at)
    return replies.marked(given, event)


def _put_right(kept: TelegramEvent, event: Event, linked: ContactChat) -> None:
    """A message changed afterwards: what it says now stands under what it said."""
    brought = telegram_event.word_of(chat=linked.chat or 0, message=event.message or 0)
    if brought is None or brought.touchpoint is None or not event.words:
        return
    _add(brought.touchpoint, replies.put_right(linked.contact.agency, event.words))
    telegram_event.settle(kept, Fate.EDIT, contact=linked.contact, touchpoint=brought.touchpoint)


def _add(said: Touchpoint, words: str) -> None:
    if words:
        said.summary = "\n".join(part for part in (said.summary, words) if part)[:SUMMARY]
        said.save(update_fields=["summary"])


def _of_ours(kept: TelegramEvent, event: Event, ours: PersonChat, *, at: datetime) -> Reply | None:
    PersonChat.objects.filter(pk=ours.pk).update(blocked_at=None)
    if event.command == "/stop":
        telegram_chat.end(PersonChat.objects.filter(pk=ours.pk), at=at)
        telegram_event.settle(kept, Fate.UNLINK)
        return replies.ended_of_ours(ours.person)
    telegram_event.settle(kept, Fate.OURS)
    return replies.for_ours(ours.person) if event.kind is Kind.MESSAGE else None


def _of_a_stranger(bot: TelegramBot, kept: TelegramEvent, event: Event, *, at: datetime) -> Reply | None:
    """A lead that has written before goes on; who is new becomes one, where the agency wants that; else one kind word,
    once, and nothing is kept."""
    source = lead_door.leads_to(Channel.TELEGRAM)
    if event.kind is Kind.MESSAGE and event.words and not event.command:
        heard = stranger.chat(
            event.chat or 0, agency=bot.agency, name=event.sender, words=event.words, source=source, at=kept.came_at
        )
        if heard:
            return _of_a_lead(bot, kept, event, heard, at=at)
    if source and event.command == "/start":
        telegram_event.settle(kept, Fate.IGNORED)
        return replies.welcome(bot, event)
    telegram_event.settle(kept, Fate.STRANGER)
    return replies.to_a_stranger(bot, event) if telegram_event.is_new_here(kept) else None


def _of_a_lead(bot: TelegramBot, kept: TelegramEvent, event: Event, heard: Heard, *, at: datetime) -> Reply | None:
    telegram_event.settle(kept, Fate.LEAD)
    run.look_again_at(heard.lead, at=at)
    return replies.to_a_lead(bot, event) if heard.is_new else None
