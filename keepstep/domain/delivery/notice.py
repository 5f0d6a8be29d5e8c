"""Notices: messages to whoever holds a ball that it is awaited; a push is a notice on a rung (§5.3)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.delivery.ball import Ball


class How(models.TextChoices):
    UPDATE = "update", _("in the daily update")
    EMAIL = "email", _("by e-mail")
    CALL = "call", _("by telephone")
    MESSAGE = "message", _("by message")
    MEETING = "meeting", _("at a meeting")


class Notice(Row):
    """`rung` is the ladder's position when the notice was a push."""

    ball = Key(Ball, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    day = models.DateField()
    how = models.CharField(max_length=8, choices=How)
    by = Key(Person, null=True)
    rung = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "notice"
        ordering = ("at",)
        indexes = (models.Index(fields=["agency", "ball", "at"], name="notice_of_ball"),)

    def __str__(self) -> str:
        return f"{self.day} {self.how}"


def give(ball: Ball, *, how: str, by: Person | None, at: datetime, rung: int | None = None) -> Notice:
    """The holder of the ball has been told that it is awaited."""
    day = ball.project.account.local_day(at)
    return Notice.objects.create(ball=ball, how=how, by=by, at=at, day=day, rung=rung)
