"""Questions: what the client writes opens a ball at us, which our answer closes, or returns when we ask back (§5.3)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import ball, correction
from keepstep.domain.delivery.ball import Ball, BallQuerySet, Side
from keepstep.domain.delivery.correction import What, Why
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step

SHORT = 80


def open_at_us(
    account: Account,
    *,
    project: Project | None,
    contact: Contact | None,
    words: str,
    at: datetime,
    said_at: datetime | None = None,
) -> Ball | None:
    """On the project named, else the one that moved last; without an open project there is no ball."""
    about = project if project and not project.closed_at else moved_last(account, at=at)
    if about is None:
        return None
    return ball.throw(
        about, side=Side.US, awaited=_awaited(account, contact, words, at), by=None, at=at, said_at=said_at,
        person=account.manager,
    )  # fmt: skip


def moved_last(account: Account, *, at: datetime) -> Project | None:
    """The open project of the last move until then, a step or a pass (§5.3), as far as it is known when the word comes
    in; one that has not moved counts from its opening."""
    steps = Step.objects.filter(project=OuterRef("pk"), at__lte=at).order_by("-at").values("at")[:1]
    passes = Ball.objects.filter(project=OuterRef("pk"), passed_at__lte=at).order_by("-passed_at").values("passed_at")
    projects = Project.objects.open().filter(account=account)
    moved = projects.annotate(moved=Greatest(Subquery(steps), Subquery(passes[:1])))
    return moved.order_by(F("moved").desc(nulls_last=True), "-opened_at", "-id").first()


def _awaited(account: Account, contact: Contact | None, words: str, at: datetime) -> str:
    """What our people read is in their language, whatever the client's is."""
    with translation.override(account.agency.language):
        if words.strip():
            return _("an answer to “%(words)s”") % {"words": Truncator(" ".join(words.split())).chars(SHORT)}
        day = date_format(account.local_day(at), "j E")
        if contact is None:
            return _("an answer to the message of %(day)s") % {"day": day}
        return _("an answer to %(name)s, who wrote on %(day)s") % {"name": contact.name, "day": day}


def close(balls: Collection[UUID], *, by: Person | None, at: datetime, said_at: datetime | None = None) -> None:
    """They are answered at this moment, with whomever they are then; words may be logged in any order, so that one
    which a later answer had closed was closed by this one already, and forwarding it since came to nothing."""
    if not balls:
        return
    chain, ends = Ball.objects.filter(pk__in=_with_those_after(balls)), _ends(at)
    _correct(chain.filter(passed_at__gt=ends), why=Why.EARLIER, at=said_at or at)
    closed = chain.filter(Q(passed_at=None) | Q(passed_at__gt=ends))
    closed.update(passed_at=ends, passed_by=by, passed_said_at=said_at)


def reopen(balls: Collection[UUID], *, at: datetime, known_at: datetime | None = None) -> None:
    """The answer of that moment was none: what was forwarded since was passed by that, the rest is awaited still.

    `known_at` is when it turned out; without it somebody takes back a slip of the hand, which leaves no trace.
    """
    closed = Ball.objects.filter(pk__in=_with_those_after(balls), passed_at=_ends(at))
    if known_at:
        _correct(closed, why=Why.CAME_BACK, at=known_at)
    follower = Ball.objects.filter(former=OuterRef("pk"), awaited=OuterRef("awaited")).order_by("since")[:1]
    closed.update(
        passed_at=Subquery(follower.values("since")),
        passed_by=Subquery(follower.values("opened_by")),
        passed_said_at=Subquery(follower.values("said_at")),
    )


def _ends(at: datetime) -> Greatest:
    """A ball that came later than its answer is over as it comes."""
    return Greatest(Value(at), F("since"))


def _correct(balls: BallQuerySet, *, why: str, at: datetime) -> None:
    stood = [(one, one.passed_at, one.passed_by) for one in balls.select_related("passed_by") if one.passed_at]
    correction.keep(stood, what=What.PASSED, why=why, at=at)


def forget(asked: Ball | None) -> bool:
    """It was no question of this client."""
    return asked is None or bool(asked.delete()[0])


def _with_those_after(balls: Collection[UUID]) -> set[UUID]:
    """Forwarded and returned, what is awaited is the same."""
    found = new = set(balls)
    while new:
        after = Ball.objects.filter(former__in=new, awaited=F("former__awaited")).values_list("pk", flat=True)
        new = set(after) - found
        found |= new
    return found


def ask_back(
    asked: Ball,
    *,
    awaited: str,
    contact: Contact | None,
    due: date | None,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
) -> Ball:
    """Our answer was a question: the ball returns to the client."""
    return ball.throw(
        asked.project, side=Side.CLIENT, awaited=awaited, contact=contact, due=due, by=by, at=at, said_at=said_at,
        former=asked,
    )  # fmt: skip


def unask(asked_back: Ball) -> bool:
    """The question has reached nobody: it is not awaited of them; False where it has gone on since."""
    untouched = Ball.objects.in_the_air().filter(pk=asked_back.pk, notices=None)
    return bool(untouched.exclude(pk__in=Ball.objects.filter(former=asked_back).values("former")).delete()[0])
