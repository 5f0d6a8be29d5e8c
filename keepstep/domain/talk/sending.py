"""Sendings: an update or a message on its way to one contact by one channel, at most once whatever crashes (§5.2).

A sending is a parcel that may also be withdrawn before it is taken, and of which a person decides when it is uncertain.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import parcel
from keepstep.domain.agency.parcel import Parcel, ParcelQuerySet
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.delivery import notice
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.notice import How, Notice
from keepstep.domain.talk import question, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.postgres.composed import composed

# The verbs of every parcel are a sending's.
CLAIM_LIFE, BACKOFF, message_id = parcel.CLAIM_LIFE, parcel.BACKOFF, parcel.message_id
hand_over, postpone, refuse, doubt = parcel.hand_over, parcel.postpone, parcel.refuse, parcel.doubt

UNDO_LIFE = timedelta(seconds=10)
"""As long as a page offers to take it back, nobody takes it to the mail server."""


class TooLate(Exception):
    """The letter is with the mail server, or was withdrawn before."""

    def __init__(self) -> None:
        super().__init__(_("It has left already: too late to take it back."))


class Text(NamedTuple):
    """What a sending says, in its reader's language."""

    language: str
    subject: str
    body: str


class SendingQuerySet(ParcelQuerySet["Sending"]):
    def under_way(self) -> "SendingQuerySet":
        """Those that may still arrive: neither delivered nor refused nor withdrawn."""
        return self.filter(delivered_at=None, failed_at=None, withdrawn_at=None, settled_at=None)

    def in_turn(self) -> "SendingQuerySet":
        """A correction leaves after what it corrects."""
        first = Sending.objects.under_way().filter(
            update=OuterRef("update__corrects"), contact=OuterRef("contact"), channel=OuterRef("channel")
        )
        return self.exclude(Exists(first.filter(handed_at=None)))

    def uncertain(self, at: datetime) -> "SendingQuerySet":
        """Handed over, and the line broke, or the worker never said what became of it."""
        return self.filter(_doubtful(at), delivered_at=None, failed_at=None)

    def troubled(self, at: datetime) -> "SendingQuerySet":
        """Those that need a person: refused for good, or uncertain."""
        return self.filter(Q(failed_at__isnull=False) | _doubtful(at), delivered_at=None, settled_at=None)


def _doubtful(at: datetime) -> Q:
    return Q(handed_at__lt=Value(at) - CLAIM_LIFE) | Q(handed_at__isnull=False) & ~Q(fault="")


class Sending(Parcel):
    """It carries an update or a letter, which is a message; `touchpoint` is the touch it became when delivered.

    `address` is where it goes: an e-mail address, or the number of a chat in Telegram.
    """

    update = Key("keepstep.Update", models.CASCADE, related_name="sendings", null=True)
    letter = Key("keepstep.Message", models.CASCADE, related_name="sendings", null=True)
    contact = Key(Contact, models.PROTECT)
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=254)
    message_id = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = Key(Person, null=True)

    objects: ClassVar[SendingQuerySet] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "sending"
        ordering = ("queued_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "update", "contact", "channel"], name="an_update_goes_once_to_a_contact_by_a_channel"
            ),
            models.UniqueConstraint(
                fields=["agency", "letter", "contact", "channel"], name="a_message_goes_once_to_a_contact_by_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(update=None, letter__isnull=False) | Q(update__isnull=False, letter=None),
                name="a_sending_carries_an_update_or_a_message",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(taken_at=None, handed_at=None, delivered_at=None),
                name="what_was_withdrawn_was_never_taken",
            ),
        )
        indexes = (
            models.Index(
                fields=["agency", "next_try_at"],
                condition=Q(delivered_at=None, failed_at=None, withdrawn_at=None),
                name="sending_waiting",
            ),
            models.Index(fields=["agency", "contact", "-delivered_at"], name="sending_thread"),
            models.Index(
                fields=["agency", "touchpoint"], condition=Q(letter__isnull=False), name="message_of_touchpoint"
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.message_id}"

    @property
    def in_telegram(self) -> bool:
        return bool(self.channel == Channel.TELEGRAM)

    @property
    def way_beside(self) -> Channel | None:
        """By which what was refused may go instead."""
        way: Channel | None = self.contact.way_beside(self.channel)
        return way

    @property
    def whither(self) -> str:
        """The address as a person reads it."""
        return str(Channel.TELEGRAM.label) if self.in_telegram else str(self.address)

    @property
    def said(self) -> Any:
        """The update or the message it carries: both have an account, a subject, a body, a language and who wrote."""
        return self.letter if self.update_id is None else self.update


def to(
    contact: Contact,
    *,
    channel: str,
    at: datetime,
    wait: timedelta = timedelta(),
    chats: Mapping[UUID, ContactChat] | None = None,
    **said: Any,
) -> Sending:
    """A sending of an `update` or a `letter`, not yet written; it may be taken after the wait."""
    waiting = Sending(contact=contact, channel=channel, queued_at=at, next_try_at=at + wait, **said)
    waiting.address, waiting.message_id = address_of(contact, channel, chats), message_id(waiting.id)
    return waiting


def to_each(
    contacts: Iterable[Contact],
    *,
    at: datetime,
    wait: timedelta,
    chats: Mapping[UUID, ContactChat] | None = None,
    **said: Any,
) -> list[Sending]:
    """A sending to each of them by each way in which they get updates, not yet written. `chats`: theirs, if known."""
    return [
        to(one, channel=channel, at=at, wait=wait, chats=chats, **said)
        for one in contacts
        for channel in one.ways_of_updates
    ]


def address_of(contact: Contact, channel: str, chats: Mapping[UUID, ContactChat] | None = None) -> str:
    if channel != Channel.TELEGRAM:
        return str(contact.email)
    chat = contact_chat.of(contact) if chats is None else chats.get(contact.pk)
    return str(chat.chat) if chat else ""


def withdraw(sendings: SendingQuerySet, *, at: datetime) -> int:
    """Those of them nobody has taken yet go nowhere; how many."""
    return sendings.under_way().filter(taken_at=None, handed_at=None).update(withdrawn_at=at)


BESIDE = [
    f"{said}__{one}"
    for said in ("update", "letter")
    for one in ("agency", "by__login", "account__calendar", "account__manager__login")
]
"""What a letter is put together from, read with the sending."""


def take(sending_id: UUID, *, at: datetime) -> Sending | None:
    """Claim the sending for this worker; None when another has it or it is over."""
    if not parcel.take(Sending.objects.filter(pk=sending_id).in_turn(), at=at):
        return None
    return next(iter(_with_what_it_needs(sending_id=sending_id)))


@composed
def _with_what_it_needs(sending_id: UUID) -> SendingQuerySet:
    return Sending.objects.filter(pk=sending_id).select_related("contact", *BESIDE).order_by()


def deliver(sending: Sending, *, at: datetime) -> bool:
    """The server has accepted it, which touches the client; False if that was known before, or that it came back."""
    mine = Sending.objects.filter(pk=sending.pk, delivered_at=None, failed_at=None)
    if mine.update(delivered_at=at, fault="") != 1:
        return False
    said = sending.said
    today = said.account.local_day(at)
    touch = touchpoint.record(
        said.account,
        direction=Direction.OUT,
        form=Form.UPDATE if sending.update_id else Form.TELEGRAM if sending.in_telegram else Form.EMAIL,
        at=at,
        by=said.by,
        contact=sending.contact,
        project=None if sending.update_id else said.project,
        summary=said.subject,
        day=said.day if sending.update_id and said.corrects_id else today,
    )
    Sending.objects.filter(pk=sending.pk).update(touchpoint=touch)
    if sending.update_id:
        _remind_in_passing(sending, day=today, at=at)
    else:
        _ask(sending, at=at)
    return True


def _ask(sending: Sending, *, at: datetime) -> None:
    """A message about a ball is a notice to whoever holds it, on its rung; one that answers settles what was asked,
    and returns the ball if it asks back."""
    said = sending.said
    if said.ball:
        notice.give(
            said.ball, how=How.MESSAGE if sending.in_telegram else How.EMAIL, by=said.by, at=at, rung=said.rung,
            contact=sending.contact, subject=said.subject, words=said.body,
        )  # fmt: skip
    if said.answers:
        touchpoint.settle(said.answers, by=said.by, at=at)
    if said.awaited and said.answers and said.answers.ball and not said.answers.ball.project.closed_at:
        said.asked_back = question.ask_back(
            said.answers.ball, awaited=said.awaited, contact=sending.contact, due=said.awaited_by, by=said.by, at=at
        )
        said.save(update_fields=["asked_back"])


def _remind_in_passing(sending: Sending, *, day: date, at: datetime) -> None:
    """§4: a line of an update about a ball of theirs is a notice, once whoever else reads it."""
    update = sending.update
    told = update.facts.get("balls")
    if not told:
        return
    named = Ball.objects.in_the_air().with_client().filter(pk__in=told).select_related("project")
    noted = Notice.objects.filter(ball=OuterRef("pk"), how=How.UPDATE, day=day)
    for ball in named.exclude(Exists(noted)):
        if update.names(ball.awaited):
            ball.project.account = update.account  # Whose calendar is known by now.
            notice.give(ball, how=How.UPDATE, by=update.by, at=at)
