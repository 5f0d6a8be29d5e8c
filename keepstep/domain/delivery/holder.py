"""Holders: several people of a side hold a ball together; it leaves them when all required have answered (§5.3)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients import backdating
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import passing
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.passing import AlreadyPassed, NotComeYet


class Holder(Row):
    """One of several. Who is only informed answers nothing; who is excused need not answer any more.

    `said_at` is when the answer was entered, where that was later than it was given.
    """

    ball = Key(Ball, models.CASCADE, related_name="holders")
    person = Key(Person, null=True)
    contact = Key(Contact, null=True)
    is_required = models.BooleanField()
    answered_at = models.DateTimeField(null=True)
    answered_by = Key(Person, null=True)
    said_at = models.DateTimeField(null=True)
    is_excused = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "holder"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person=None, contact__isnull=False) | Q(person__isnull=False, contact=None),
                name="a_holder_is_ours_or_the_clients",
            ),
            models.UniqueConstraint(
                fields=["agency", "ball", "person", "contact"],
                nulls_distinct=False,
                name="a_ball_is_shared_with_a_person_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.person or self.contact)


class AlreadyAnswered(Exception):
    """Somebody entered this person's answer before."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(_("%(name)s has answered already.") % {"name": holder})
        self.holder = holder


def share(
    ball: Ball, *, required: Iterable[Person | Contact] = (), informed: Iterable[Person | Contact] = ()
) -> list[Holder]:
    """These people of its side hold the ball too, besides whoever holds it now. Raises AlreadyPassed."""
    _lock(ball)
    known = {one.person_id or one.contact_id: one for one in ball.holders.all()}
    first = ball.person or ball.contact
    wanted = {one.pk: (one, True) for one in ([first] if first and not known else []) + list(required)}
    wanted |= {one.pk: (one, False) for one in informed if one.pk not in wanted}
    made = [
        Holder(
            ball=ball,
            person=one if isinstance(one, Person) else None,
            contact=one if isinstance(one, Contact) else None,
            is_required=is_required,
        )
        for key, (one, is_required) in wanted.items()
        if key not in known
    ]
    return Holder.objects.bulk_create(made)


def answer(
    holder: Holder,
    *,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    is_excused: bool = False,
) -> bool:
    """This one has answered, or is excused; True if with it the ball has left them: it was the last one required.

    Raises AlreadyAnswered, AlreadyPassed, NotComeYet, StillToCome, TooLongAgo.
    """
    last = hear(holder, by=by, at=at, said_at=said_at, is_excused=is_excused)
    if last is None:
        return False
    passing.land(holder.ball, by=by, at=last, said_at=said_at)
    return True


def hear(
    holder: Holder, *, by: Person | None, at: datetime, said_at: datetime | None = None, is_excused: bool = False
) -> datetime | None:
    """The answer alone; when nobody is waited for any more, the moment of the latest one. Raises as `answer`."""
    ball = _lock(holder.ball)
    if at < ball.since:
        raise NotComeYet(ball)
    backdating.check(ball.project.account, at=at, said_at=said_at)
    facts = {"answered_at": at, "answered_by": by, "said_at": said_at, "is_excused": is_excused}
    if Holder.objects.filter(pk=holder.pk, answered_at=None).update(**facts) != 1:
        raise AlreadyAnswered(holder)
    required = Holder.objects.filter(ball=ball, is_required=True)
    if not holder.is_required or required.filter(answered_at=None).exists():
        return None
    last: datetime = required.aggregate(at=Max("answered_at"))["at"]
    return last


def ask_again(holder: Holder, *, at: datetime) -> None:
    """It was a slip of the hand: no answer has come, and the ball has not left them. Raises TooLate."""
    fresh = Holder.objects.annotate(told=Coalesce("said_at", "answered_at"))
    fresh = fresh.filter(pk=holder.pk, told__gt=at - UNDO_LIFE)
    if not fresh.exists():
        raise TooLate
    ball = Ball.objects.get(pk=holder.ball_id)
    if ball.passed_at is not None:
        passing.catch_again(ball, at=at)
    fresh.update(answered_at=None, answered_by=None, said_at=None, is_excused=False)


def _lock(ball: Ball) -> Ball:
    """One at a time, so that of two last answers one is the last. Raises AlreadyPassed."""
    held = Ball.objects.in_the_air().select_for_update(of=("self",)).filter(pk=ball.pk).first()
    if held is None:
        raise AlreadyPassed(ball)
    return held
