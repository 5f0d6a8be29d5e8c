"""A contact's chat in Telegram: linked by a code, ended by either side, found again after it was blocked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from keepstep.domain.agency import telegram_bot, telegram_chat
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.agency.telegram_chat import PersonChat, TelegramChat, TelegramChatQuerySet, constraints
from keepstep.domain.clients import contact as contacts
from keepstep.domain.clients.contact import Channel, Contact


class ContactChat(TelegramChat):
    contact = Key(Contact, models.CASCADE, related_name="chats")

    objects: ClassVar[TelegramChatQuerySet["ContactChat"]] = TelegramChatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "contact_chat"
        constraints: ClassVar = constraints("contact")


def of(contact: Contact) -> ContactChat | None:
    """Where the contact can be written to now."""
    return ContactChat.objects.open().filter(contact=contact).first()


def of_each(contacts: Iterable[Contact]) -> dict[UUID, ContactChat]:
    """The same of many, by the contact."""
    return {one.contact_id: one for one in ContactChat.objects.open().filter(contact__in=list(contacts))}


def ask(contact: Contact, *, at: datetime) -> str:
    """A code by which this contact links a chat."""
    return telegram_chat.ask(ContactChat, at=at, contact=contact)


@transaction.atomic
def link(one: ContactChat, *, chat: int, name: str, at: datetime) -> bool:
    """The chat is this contact's from now on, instead of a former one; False if the code was used before."""
    former = ContactChat.objects.linked().filter(Q(chat=chat) | Q(contact=one.contact_id))
    for other in former.select_related("contact"):
        end(other, at=at)
    telegram_chat.end(PersonChat.objects.filter(chat=chat), at=at)
    if not telegram_chat.take(one, chat=chat, name=name, at=at):
        return False
    contacts.reach(one.contact, Channel.TELEGRAM)
    return True


@transaction.atomic
def end(one: ContactChat, *, at: datetime) -> bool:
    """Nothing is sent there any more; False if it was ended before."""
    if not telegram_chat.end(ContactChat.objects.filter(pk=one.pk), at=at):
        return False
    contacts.miss(one.contact, Channel.TELEGRAM)
    return True


@transaction.atomic
def part_with(bot: TelegramBot, *, at: datetime) -> None:
    """The agency's bot goes, and with it every chat: another one may write to nobody who has not written to it."""
    for one in ContactChat.objects.linked().select_related("contact"):
        end(one, at=at)
    telegram_chat.end(PersonChat.objects.all(), at=at)
    telegram_bot.remove(bot)


@transaction.atomic
def work_with(known: dict[str, Any], *, token: str, by: Person, at: datetime) -> TelegramBot:
    """The agency's bot is this one; chats stay if it was so before, and had another token. Raises TakenElsewhere."""
    former = telegram_bot.of_agency()
    if former and former.number != known["id"]:
        part_with(former, at=at)
    return telegram_bot.enter(known, token=token, by=by, at=at)


@transaction.atomic
def block(chat: int, *, at: datetime) -> ContactChat | None:
    """Its reader lets the bot write no more; whose it is, if that was not known before."""
    found = ContactChat.objects.open().filter(chat=chat).select_related("contact").first()
    if found:
        ContactChat.objects.filter(pk=found.pk).update(blocked_at=at)
        contacts.miss(found.contact, Channel.TELEGRAM)
    return found


@transaction.atomic
def unblock(chat: int) -> ContactChat | None:
    """Its reader speaks to the bot again, or lets it write."""
    found = ContactChat.objects.linked().filter(chat=chat, blocked_at__isnull=False).select_related("contact").first()
    if found:
        ContactChat.objects.filter(pk=found.pk).update(blocked_at=None)
        contacts.reach(found.contact, Channel.TELEGRAM)
    return found
