"""Chats: whose a Telegram chat is, once its reader has shown a code that was given to them alone.

A row begins as a code of which only a hash is kept; with the code it takes a chat, once. Whoever links again has one
chat still, and a chat is one person's of ours or one contact's, never two.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row

CODE_LIFE = timedelta(days=7)
Kind = TypeVar("Kind", bound="TelegramChat")


class TelegramChatQuerySet(models.QuerySet[Kind]):
    def linked(self) -> Self:
        """Those that are somebody's now."""
        return self.filter(linked_at__isnull=False, ended_at=None)

    def open(self) -> Self:
        """Those of the linked that can be written to."""
        return self.linked().filter(blocked_at=None)

    def awaited(self, code: str, at: datetime) -> Self:
        """The one whose code this is, not used yet."""
        return self.filter(code_hash=_hash(code), linked_at=None, ended_at=None, expires_at__gt=at)


class TelegramChat(Row):
    """`chat` is Telegram's number, `name` what its reader is called there; blocked is the bot, by its reader."""

    code_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    chat = models.BigIntegerField(null=True)
    name = models.CharField(max_length=140, blank=True)
    linked_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def constraints(owner: str) -> tuple[models.BaseConstraint, ...]:
    """That hold for each kind of chat, by the name of its owner."""
    linked = Q(linked_at__isnull=False, ended_at=None)
    return (
        models.UniqueConstraint(fields=["agency", owner], condition=linked, name=f"a_{owner}_has_one_chat"),
        models.UniqueConstraint(fields=["agency", "chat"], condition=linked, name=f"a_chat_is_one_{owner}s"),
        models.CheckConstraint(
            condition=Q(linked_at=None) | Q(chat__isnull=False), name=f"a_linked_chat_of_a_{owner}_is_known"
        ),
    )


class PersonChat(TelegramChat):
    """The chat of one of us."""

    person = Key(Person, models.CASCADE, related_name="chats")

    objects: ClassVar[TelegramChatQuerySet["PersonChat"]] = TelegramChatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "person_chat"
        constraints: ClassVar = constraints("person")


def ask(kind: type[Kind], *, at: datetime, **owner: Any) -> str:
    """A new code for its `person` or `contact`; those that have expired are forgotten."""
    chats: models.Manager[Kind] = kind._default_manager
    chats.filter(**owner, linked_at=None, expires_at__lte=at).delete()
    code = secrets.token_urlsafe(24)
    chats.create(**owner, code_hash=_hash(code), asked_at=at, expires_at=at + CODE_LIFE)
    return code


def take(one: TelegramChat, *, chat: int, name: str, at: datetime) -> bool:
    """The code was shown from this chat; False when it was shown before. Former links of both are to be ended first."""
    mine = type(one)._default_manager.filter(pk=one.pk, linked_at=None)
    return mine.update(chat=chat, name=name[:140], linked_at=at) == 1


def end(chats: models.QuerySet[Any], *, at: datetime) -> int:
    """They are nobody's from now on; how many."""
    return chats.filter(linked_at__isnull=False, ended_at=None).update(ended_at=at)


def link_person(one: PersonChat, *, chat: int, name: str, at: datetime) -> bool:
    """This chat is its person's; their former chat is theirs no longer, and the chat is nobody else's."""
    end(PersonChat.objects.filter(Q(chat=chat) | Q(person=one.person_id)), at=at)
    return take(one, chat=chat, name=name, at=at)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
