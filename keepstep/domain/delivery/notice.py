"""Notices: messages to whoever holds a ball that it is awaited; a push is a notice on a rung (§5.3)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients import backdating
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball


class How(models.TextChoices):
    UPDATE = "update", _("in the daily update")
    EMAIL = "email", _("by e-mail")
    CALL = "call", _("by telephone")
    MESSAGE = "message", _("by message")
    MEETING = "meeting", _("at a meeting")


class Notice(Row):
    """`rung` is the ladder's position when the notice was a push; `outcome` is what a call came to.

    `said_at` is when it was entered, where that was later than it was given.
    """

    ball = Key(Ball, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    day = models.DateField()
    how = models.CharField(max_length=8, choices=How)
    by = Key(Person, null=True)
    rung = models.PositiveSmallIntegerField(null=True)
    contact = Key(Contact, null=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True, default="", db_default="")
    words = models.TextField(_("text"), max_length=20_000, blank=True, default="", db_default="")
    outcome = models.CharField(_("outcome"), max_length=500, blank=True, default="", db_default="")

    class Meta:
        db_table = "notice"
        ordering = ("at",)
        indexes = (models.Index(fields=["agency", "ball", "at"], name="notice_of_ball"),)

    def __str__(self) -> str:
        return f"{self.day} {self.how}"


def give(
    ball: Ball,
    *,
    how: str,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    rung: int | None = None,
    contact: Contact | None = None,
    subject: str = "",
    words: str = "",
    outcome: str = "",
) -> Notice:
    """The holder of the ball has been told that it is awaited. Raises StillToCome or TooLongAgo."""
    backdating.check(ball.project.account, at=at, said_at=said_at)
    return Notice.objects.create(
        ball=ball,
        how=how,
        by=by,
        at=at,
        said_at=said_at,
        day=ball.project.account.local_day(at),
        rung=rung,
        contact=contact,
        subject=subject,
        words=words,
        outcome=outcome,
    )
