"""Passing: what comes, is passed on or forwarded closes its ball; what follows is a ball of its own (§5.3)."""

from datetime import date, datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import backdating
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, throw
from keepstep.domain.delivery.project import Project


class AlreadyPassed(Exception):
    """Somebody passed this ball before."""

    def __init__(self, ball: Ball) -> None:
        super().__init__(_("“%(awaited)s” has been passed already.") % {"awaited": ball.awaited})
        self.ball = ball


class NotComeYet(Exception):
    """The moment of passing lies before the one at which the ball came."""

    def __init__(self, ball: Ball) -> None:
        super().__init__(_("That is before it was awaited at all."))
        self.ball = ball


class NotAllHaveAnswered(Exception):
    """A ball of several leaves them only when all whose answer is required have given it."""

    def __init__(self, ball: Ball) -> None:
        super().__init__(_("Not all have answered yet: %(names)s.") % {"names": ball.holder})
        self.ball = ball


def land(ball: Ball, *, by: Person | None, at: datetime, said_at: datetime | None = None) -> Ball | None:
    """What was awaited has come. If it had been forwarded it comes back, as the ball that is returned here.

    Raises AlreadyPassed, NotAllHaveAnswered, NotComeYet, StillToCome, TooLongAgo.
    """
    _close(ball, by=by, at=at, said_at=said_at)
    lent = ball.returns_to
    if lent is None:
        return None
    return throw(
        ball.project, side=lent.side, awaited=lent.awaited, by=by, at=at, said_at=said_at, person=lent.person,
        contact=lent.contact, third_party=lent.third_party, due=lent.due, is_approval=lent.is_approval,
        former=ball, returns_to=lent.returns_to,
    )  # fmt: skip


def pass_to(
    ball: Ball,
    *,
    side: str,
    awaited: str,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    person: Person | None = None,
    contact: Contact | None = None,
    third_party: str = "",
    due: date | None = None,
    is_approval: bool = False,
) -> Ball:
    """Close this ball and open the next one, which is all that is awaited now. Raises as `land`."""
    _close(ball, by=by, at=at, said_at=said_at)
    return throw(
        ball.project,
        side=side,
        awaited=awaited,
        by=by,
        at=at,
        said_at=said_at,
        person=person,
        contact=contact,
        third_party=third_party,
        due=due,
        is_approval=is_approval,
        former=ball,
    )


def forward(
    ball: Ball,
    *,
    side: str,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    person: Person | None = None,
    contact: Contact | None = None,
    third_party: str = "",
    due: date | None = None,
) -> Ball:
    """Somebody else is to answer first; then it comes back by itself. Raises as `land`."""
    _close(ball, by=by, at=at, said_at=said_at)
    return throw(
        ball.project,
        side=side,
        awaited=ball.awaited,
        by=by,
        at=at,
        said_at=said_at,
        person=person,
        contact=contact,
        third_party=third_party,
        due=due or ball.due,
        is_approval=ball.is_approval,
        former=ball,
        returns_to=ball,
    )


def _close(ball: Ball, *, by: Person | None, at: datetime, said_at: datetime | None) -> None:
    if at < ball.since:
        raise NotComeYet(ball)
    backdating.check(ball.project.account, at=at, said_at=said_at)
    if ball.holders.filter(is_required=True, answered_at=None).exists():
        raise NotAllHaveAnswered(ball)
    closing = {"passed_at": at, "passed_by": by, "passed_said_at": said_at}
    if Ball.objects.in_the_air().filter(pk=ball.pk).update(**closing) != 1:
        raise AlreadyPassed(ball)
    ball.passed_at, ball.passed_by, ball.passed_said_at = at, by, said_at


def catch_again(ball: Ball, *, at: datetime) -> None:
    """It was a slip of the hand: what is awaited has not come. Raises TooLate, also when it was passed on since."""
    from keepstep.domain.delivery import step  # a step may answer a ball, not the reverse

    fresh = Ball.objects.annotate(told=Coalesce("passed_said_at", "passed_at"))
    fresh = fresh.filter(pk=ball.pk, told__gt=at - step.UNDO_LIFE)
    followed = Ball.objects.filter(former=ball)
    if ball.returns_to and ball.passed_at and fresh.exists():
        came_back = followed.in_the_air().filter(side=ball.returns_to.side, awaited=ball.awaited, notices=None)
        came_back.filter(since=ball.passed_at).delete()
    unpassed = {"passed_at": None, "passed_by": None, "passed_said_at": None}
    if fresh.exclude(pk__in=followed.values("former")).update(**unpassed) != 1:
        raise step.TooLate
    ball.passed_at = ball.passed_by = ball.passed_said_at = None


def drop_all(project: Project, *, at: datetime) -> None:
    """Nothing of this project is awaited any more."""
    Ball.objects.filter(project=project, passed_at=None).update(passed_at=at)
