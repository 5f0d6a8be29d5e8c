"""Passing: what comes, is passed on or forwarded closes its ball; what follows is a ball of its own (§5.3)."""

from datetime import datetime
from typing import NamedTuple, Unpack

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients import backdating
from keepstep.domain.delivery.ball import Asked, Ball, Wanted, throw
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
    return throw(ball.project, by=by, at=at, said_at=said_at, former=ball, returns_to=lent.returns_to, **lent.wanted)


def pass_to(
    ball: Ball, *, by: Person | None, at: datetime, said_at: datetime | None = None, **wanted: Unpack[Wanted]
) -> Ball:
    """Close this ball and open the next one, which is all that is awaited now. Raises as `land`."""
    _close(ball, by=by, at=at, said_at=said_at)
    return throw(ball.project, by=by, at=at, said_at=said_at, former=ball, **wanted)


def forward(
    ball: Ball, *, by: Person | None, at: datetime, said_at: datetime | None = None, **asked: Unpack[Asked]
) -> Ball:
    """Somebody else is to answer first, by the same day unless another is named; then it comes back by itself.

    Entered after it had come, but of an earlier moment, it came from whoever it was forwarded to. Raises as `land`.
    """
    came = _came_since(ball, at=at)
    if came:
        _correct(ball, was_at=came.at, was_by=came.by, at=said_at or at)
    _close(ball, by=by, at=at, said_at=said_at)
    wanted: Wanted = {
        **asked, "awaited": ball.awaited, "is_approval": ball.is_approval, "due": asked.get("due") or ball.due,
    }  # fmt: skip
    lent = throw(ball.project, by=by, at=at, said_at=said_at, former=ball, returns_to=ball, **wanted)
    if came:
        _close(lent, by=came.by, at=came.at, said_at=came.said_at)
    return lent


class Came(NamedTuple):
    """When it came, who took it in, and when that was entered if later."""

    at: datetime
    by: Person | None
    said_at: datetime | None


def _came_since(ball: Ball, *, at: datetime) -> Came | None:
    """What was told of it already happened later, and nothing followed from it."""
    held = Ball.objects.select_for_update(of=("self",)).select_related("passed_by").get(pk=ball.pk)
    if held.passed_at is None or held.passed_at <= at or Ball.objects.filter(former=held).exists():
        return None
    return Came(held.passed_at, held.passed_by, held.passed_said_at)


def _correct(ball: Ball, *, was_at: datetime, was_by: Person | None, at: datetime) -> None:
    """It had not come yet at that moment: it is in the air again, and what was said of it is kept."""
    from keepstep.domain.delivery import correction  # a correction is of a ball, not the reverse

    correction.keep([(ball, was_at, was_by)], what=correction.What.PASSED, why=correction.Why.FORWARDED, at=at)
    Ball.objects.filter(pk=ball.pk).update(passed_at=None, passed_by=None, passed_said_at=None)
    ball.passed_at = ball.passed_by = ball.passed_said_at = None


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
    fresh = Ball.objects.annotate(told=Coalesce("passed_said_at", "passed_at"))
    fresh = fresh.filter(pk=ball.pk, told__gt=at - UNDO_LIFE)
    followed = Ball.objects.filter(former=ball)
    if ball.returns_to and ball.passed_at and fresh.exists():
        came_back = followed.in_the_air().filter(side=ball.returns_to.side, awaited=ball.awaited, notices=None)
        came_back.filter(since=ball.passed_at).delete()
    unpassed = {"passed_at": None, "passed_by": None, "passed_said_at": None}
    if fresh.exclude(pk__in=followed.values("former")).update(**unpassed) != 1:
        raise TooLate
    ball.passed_at = ball.passed_by = ball.passed_said_at = None


def drop_all(project: Project, *, at: datetime) -> None:
    """Nothing of this project is awaited any more."""
    Ball.objects.filter(project=project, passed_at=None).update(passed_at=at)
