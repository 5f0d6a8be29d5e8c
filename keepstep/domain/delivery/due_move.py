"""Dates by which something was promised, and how they moved: each former one is kept, with who and why (§5.3)."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.passing import AlreadyPassed


class DueMove(Row):
    """`from_due` is null when the ball had no date before."""

    ball = Key(Ball, models.CASCADE, related_name="moves")
    from_due = models.DateField(null=True)
    to_due = models.DateField()
    at = models.DateTimeField()
    by = Key(Person, null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        db_table = "due_move"
        ordering = ("at", "id")
        indexes = (models.Index(fields=["agency", "ball", "at"], name="due_move_of_ball"),)

    def __str__(self) -> str:
        return f"{self.from_due or ''} → {self.to_due}"


def move(ball: Ball, *, to: date, by: Person | None, at: datetime, reason: str) -> DueMove | None:
    """Another date is promised from now on; None if it is the same. Raises AlreadyPassed."""
    held = Ball.objects.in_the_air().select_for_update(of=("self",)).filter(pk=ball.pk).first()
    if held is None:
        raise AlreadyPassed(ball)
    if held.due == to:
        return None
    moved = DueMove.objects.create(ball=held, from_due=held.due, to_due=to, at=at, by=by, reason=reason)
    held.due = ball.due = to
    held.save(update_fields=["due"])
    return moved
