"""The balls of a project in the air, as its page shows them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.desk import Desk
from keepstep.domain.delivery.ball import Ball, BallQuerySet, Side
from keepstep.domain.delivery.hand import Hand
from keepstep.domain.delivery.project import Project
from keepstep.formulas.day_count import DayCount
from keepstep.formulas.working_time import WorkingTime
from keepstep.web import words
from keepstep.web.today.deeds import answering

TONES = {Side.US: "ours", Side.CLIENT: "theirs", Side.THIRD: "third"}


@dataclass(frozen=True)
class Line:
    """`promised` tells the former dates with the last; `question` is the client's message, answered at `answer`."""

    ball: Ball
    tone: str
    days: int
    promised: str
    late: str
    question: UUID | None
    answer: str
    hands: list[tuple[Hand, str]]
    answered: str


def in_the_air(project: Project, *, desk: Desk) -> BallQuerySet:
    asked = desk.touchpoints().unanswered().filter(ball=OuterRef("pk")).order_by()
    balls = desk.balls().in_the_air().filter(project=project)
    return (
        balls.with_hands()
        .with_moves()
        .annotate(question=Subquery(asked.values("pk")[:1]), asked_by=Subquery(asked.values("form")[:1]))
    )


def line(ball: Ball, days: DayCount, time: WorkingTime, *, account: UUID) -> Line:
    return Line(
        ball=ball,
        tone=TONES[Side(ball.side)],
        days=days.since(time.local_day(ball.since)),
        promised=promised([*ball.former_dues, ball.due]),  # type: ignore[attr-defined]
        late=words.entered(ball.since, ball.said_at, time),
        question=ball.question,  # type: ignore[attr-defined]
        answer=answering(ball.question, account, ball.asked_by) if ball.question else "",  # type: ignore[attr-defined]
        hands=[(hand, _hand(hand, time)) for hand in ball.hands],
        answered=_answered(ball),
    )


def promised(dues: list[date | None]) -> str:
    """§5.3: promised dates that moved are kept."""
    dates = [due for due in dues if due]
    if len(dates) < 2:
        return ""
    said = _(", then ").join(date_format(due, "j E") for due in dates)
    moved = ngettext("moved %(n)s time", "moved %(n)s times", len(dates) - 1) % {"n": len(dates) - 1}
    return _("promised %(dates)s (%(moved)s)") % {"dates": said, "moved": moved}


def _answered(ball: Ball) -> str:
    """How many of several have answered."""
    if not ball.n_required:
        return ""
    return ngettext("%(n)s of %(all)s has answered", "%(n)s of %(all)s have answered", ball.n_answered) % {
        "n": ball.n_answered, "all": ball.n_required,
    }  # fmt: skip


def _hand(hand: Hand, time: WorkingTime) -> str:
    """What is to be said of one of several."""
    if not hand.is_required:
        return _("only to know of it")
    if hand.answered_at is None:
        return ""
    if hand.is_excused:
        return _("need not answer")
    said = _("answered %(day)s") % {"day": date_format(time.local_day(hand.answered_at), "j E")}
    late = words.entered(hand.answered_at, hand.said_at, time)
    return f"{said}, {late}" if late else said
