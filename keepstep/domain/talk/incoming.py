"""Incoming letters: kept as they came, then found to be a client's word, a bounce, a machine's, or nobody's."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint

WORDS = 20_000
BIGGEST = 40 * 1024 * 1024
"""Bytes of a letter that is kept whole; of a bigger one the beginning is kept, without its files."""


class Fate(models.TextChoices):
    WAITING = "waiting", _("not read yet")
    UNSORTED = "unsorted", _("unsorted")
    WORD = "word", _("from a client")
    IGNORED = "ignored", _("ignored")
    AUTOMATIC = "automatic", _("automatic reply")
    BOUNCE = "bounce", _("came back")
    OURS = "ours", _("from a colleague")
    LEAD = "lead", _("from a lead")
    DEAL = "deal", _("about a deal")


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def unsorted(self) -> "IncomingQuerySet":
        return self.filter(fate=Fate.UNSORTED)


class Incoming(Row):
    """`mailbox` and `number` say where it lay (its UIDVALIDITY is part of the name); `likeness` is a hash of what makes
    it the same letter wherever it lies; `digest` is where its bytes are (`agency.store`).

    `sending` is the letter of ours it answers or says something about; `made_contact` is whether sorting it made the
    contact known."""

    mailbox = models.CharField(max_length=200)
    number = models.BigIntegerField(null=True)
    likeness = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    came_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    fate = models.CharField(max_length=9, choices=Fate, default=Fate.WAITING)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    answers = ArrayField(models.CharField(max_length=200), default=list)
    words = models.TextField(blank=True)
    account = Key(Account, models.CASCADE, null=True)
    contact = Key(Contact, models.SET_NULL, null=True)
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)
    sending = Key(Sending, models.SET_NULL, null=True)
    sorted_by = Key(Person, null=True)
    made_contact = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[IncomingQuerySet] = IncomingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "incoming"
        ordering = ("-came_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "mailbox", "number"],
                condition=Q(number__isnull=False),
                name="a_letter_of_a_mailbox_is_read_once",
            ),
            models.UniqueConstraint(fields=["agency", "likeness"], name="a_letter_comes_in_once"),
        )
        indexes = (
            models.Index(fields=["agency", "fate", "-came_at"], name="incoming_by_fate"),
            models.Index(fields=["agency", "touchpoint"], name="incoming_of_touchpoint"),
            models.Index(fields=["agency", "sender"], condition=Q(sorted_by__isnull=False), name="incoming_sorted"),
        )

    def __str__(self) -> str:
        return self.subject or self.sender


def ignore(letter: Incoming, *, by: Person, at: datetime) -> bool:
    """Nobody needs to read it; False when somebody has sorted it before."""
    unsorted = Incoming.objects.unsorted().filter(pk=letter.pk)
    return unsorted.update(fate=Fate.IGNORED, sorted_by=by, handled_at=at) == 1


def restore(letter: Incoming) -> bool:
    """What was ignored, or taken for a machine's word, waits to be sorted again."""
    aside = Incoming.objects.filter(pk=letter.pk, fate__in=(Fate.IGNORED, Fate.AUTOMATIC, Fate.OURS))
    return aside.update(fate=Fate.UNSORTED, sorted_by=None) == 1


def answered_by(touch: Touchpoint) -> Incoming | None:
    """The letter behind a client's word."""
    return Incoming.objects.filter(touchpoint=touch).order_by("came_at").first()
