"""Messages: letters to one contact beside the daily update; a push is one, an answer and a follow-up are others.

A message and its waiting sending are written together; the outlet takes it from there, at most once.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.delivery.project import Project
from keepstep.domain.money import act_mark
from keepstep.domain.money.act import Act, State
from keepstep.domain.money.act_mark import Turn
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.talk import enclosure, sending
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.sending import UNDO_LIFE, Sending, Text, TooLate
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import NothingToSay


class Kind(models.TextChoices):
    PUSH = "push", _("push")
    ANSWER = "answer", _("answer")
    FOLLOW_UP = "follow_up", _("follow-up")
    INVOICE = "invoice", _("invoice")
    REMINDER = "reminder", _("reminder of payment")
    ACT = "act", pgettext_lazy("paper", "act of acceptance")


class MessageQuerySet(models.QuerySet["Message"]):
    def under_way(self) -> "MessageQuerySet":
        """Those that may still arrive."""
        return self.filter(Exists(Sending.objects.under_way().filter(letter=OuterRef("pk"))))

    def standing(self) -> "MessageQuerySet":
        """Those that were not taken back."""
        return self.filter(Exists(Sending.objects.filter(letter=OuterRef("pk"), withdrawn_at=None)))


class Message(Row):
    """`ball`, `rung` say what a push asks for and on which rung; `answers` is the client's word that it answers.

    `awaited` is what it asks back, `awaited_by` by when; `asked_back` the ball that it returned when it arrived.
    `invoice` is the one it brings or reminds of, `act` the act it brings.
    """

    account = Key(Account, models.CASCADE, related_name="messages")
    contact = Key(Contact)
    project = Key(Project, models.CASCADE, null=True)
    ball = Key(Ball, models.CASCADE, null=True)
    rung = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20_000)
    language = models.CharField(max_length=2)
    by = Key(Person, null=True)
    written_at = models.DateTimeField()
    answers = Key(Touchpoint, null=True)
    awaited = models.CharField(_("what is awaited"), max_length=300, blank=True, default="", db_default="")
    awaited_by = models.DateField(null=True)
    asked_back = Key(Ball, models.SET_NULL, null=True)
    invoice = Key(Invoice, null=True)
    act = Key(Act, models.SET_NULL, null=True, related_name="messages")

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "message"
        ordering = ("-written_at", "-id")
        indexes = (
            models.Index(fields=["agency", "account", "-written_at"], name="message_of_account"),
            models.Index(fields=["agency", "project", "-written_at"], name="message_of_project"),
            models.Index(
                fields=["agency", "invoice", "-written_at"],
                condition=models.Q(invoice__isnull=False),
                name="message_of_invoice",
            ),
            models.Index(fields=["agency", "act"], condition=models.Q(act__isnull=False), name="message_of_act"),
        )

    def __str__(self) -> str:
        return self.subject

    def in_language(self, language: str) -> Text:
        """It was written to one person, in one language."""
        return Text(self.language, self.subject, self.body)


class Unreachable(Exception):
    """The contact has left, or has no address to write to by this way."""

    def __init__(self, contact: Contact) -> None:
        words = _("%(name)s is no longer there: choose somebody else.") if contact.left_at else None
        super().__init__(
            (words or _("%(name)s has no e-mail address: add it, or ask another way.")) % {"name": contact}
        )
        self.contact = contact


class AlreadySent(Exception):
    """The same draft was sent before: by a second click, or from another window."""

    def __init__(self) -> None:
        super().__init__(_("This letter has been sent already."))


def send(
    contact: Contact,
    *,
    kind: str,
    subject: str,
    body: str,
    by: Person | None,
    at: datetime,
    draft: UUID | None = None,
    project: Project | None = None,
    ball: Ball | None = None,
    rung: int | None = None,
    answers: Touchpoint | None = None,
    invoice: Invoice | None = None,
    act: Act | None = None,
    awaited: str = "",
    awaited_by: date | None = None,
    channel: str = "",
    wait: timedelta = UNDO_LIFE,
    enclosed: Sequence[Enclosure] = (),
) -> Message:
    """Write the message and its sending, which waits as long as it may be taken back.

    `draft` is the key under which it was drafted: whatever is sent from one draft is written once. It goes by mail
    where there is an address, unless a `channel` is named. An answer may ask back what is then `awaited` of the client:
    the ball returns to them when the answer has arrived.
    Raises NothingToSay, Unreachable, AlreadyPassed, AlreadySent, NotAtHand.
    """
    if not body.strip():
        raise NothingToSay
    channel = channel or contact.way_of_letters or Channel.EMAIL
    if contact.left_at or not (contact.in_telegram if channel == Channel.TELEGRAM else contact.email):
        raise Unreachable(contact)
    if ball and ball.passed_at:
        raise AlreadyPassed(ball)
    message = Message(
        id=draft or uuid7(),
        account_id=contact.account_id,
        contact=contact,
        project=project or (ball.project if ball else None),
        ball=ball,
        rung=rung,
        kind=kind,
        subject=" ".join(subject.split()),
        body=body.strip(),
        language=contact.language,
        by=by,
        written_at=at,
        answers=answers,
        invoice=invoice,
        act=act,
        awaited=awaited,
        awaited_by=awaited_by,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            waiting = sending.to(contact, channel=channel, at=at, wait=wait, letter=message)
            waiting.save(force_insert=True)
            enclosure.put(enclosed, letter=message)
    except IntegrityError as why:
        raise AlreadySent from why
    return message


def withdraw_all(messages: Iterable[Message], *, at: datetime) -> int:
    """Those of them nobody has taken yet; how many."""
    return sending.withdraw(Sending.objects.filter(letter__in=messages), at=at)


@transaction.atomic
def withdraw(message: Message, *, at: datetime) -> None:
    """Its writer thought better of it in time; an act that it brought was not sent, unless by another letter. Raises
    TooLate when a worker was quicker."""
    if not withdraw_all([message], at=at):
        raise TooLate
    act = Act.objects.with_state().filter(messages=message).first()
    if act and act.state == State.SENT and not Message.objects.standing().filter(act=act).exists():
        act_mark.mark(act, Turn.UNSENT, day=message.account.local_day(at), by=message.by, at=at)
