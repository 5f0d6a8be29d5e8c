"""Questions: what the client writes opens a ball at us, which our answer closes, or returns when we ask back (§5.3)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import ball
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.project import Project

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
    """The open project of the last step until then; one without a step counts from its opening."""
    projects = Project.objects.open().filter(account=account)
    stepped = projects.annotate(moved=Max("steps__at", filter=Q(steps__at__lte=at)))
    return stepped.order_by(F("moved").desc(nulls_last=True), "-opened_at", "-id").first()


def _awaited(account: Account, contact: Contact | None, words: str, at: datetime) -> str:
    """What our people read is in their language, whatever the client's is."""
    with translation.override(account.agency.language):
        if words.strip():
            return _("an answer to “%(words)s”") % {"words": Truncator(" ".join(words.split())).chars(SHORT)}
        day = date_format(account.local_day(at), "j E")
        if contact is None:
            return _("an answer to the message of %(day)s") % {"day": day}
        return _("an answer to %(name)s, who wrote on %(day)s") % {"name": contact.name, "day": day}


def close(balls: Collection[UUID], *, by: Person | None, at: datetime) -> None:
    """They are answered at this moment, with whomever they are now; words may be logged in any order, so that one
    which a later answer had closed was closed by this one already."""
    if not balls:
        return
    chain = Ball.objects.filter(pk__in=_with_those_after(balls), since__lte=at)
    last = chain.exclude(pk__in=Ball.objects.exclude(former=None).values("former"))
    last.filter(Q(passed_at=None) | Q(passed_at__gt=at)).update(passed_at=at, passed_by=by)


def reopen(balls: Collection[UUID], *, at: datetime) -> None:
    """The answer of that moment reached nobody: it is awaited still. What we asked back since stays as it was."""
    chain = Ball.objects.filter(pk__in=_with_those_after(balls), passed_at=at)
    followed = Ball.objects.exclude(former=None).values("former")
    chain.exclude(pk__in=followed).update(passed_at=None, passed_by=None)


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
    by: Person,
    at: datetime,
    said_at: datetime | None = None,
) -> Ball:
    """Our answer was a question: the ball returns to the client."""
    return ball.throw(
        asked.project, side=Side.CLIENT, awaited=awaited, contact=contact, due=due, by=by, at=at, said_at=said_at,
        former=asked,
    )  # fmt: skip
