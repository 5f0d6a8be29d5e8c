"""What the client's first page shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from keepstep.client_desk import ClientDesk
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.sales.proposal import Proposal
from keepstep.outlet.letter import letter, signature
from keepstep.portal.projects.rest import resting
from keepstep.portal.today.forms import HandInForm
from keepstep.portal.updates.enclosures import address

MOST = 30
NEXT = 5
NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Waiting:
    """What the client is to do; `asked` names somebody else who was asked."""

    ball: Ball
    asked: Contact | None
    is_late: bool
    form: HandInForm


@dataclass(frozen=True)
class Ahead:
    day: date
    title: str
    project: str
    is_promise: bool
    is_late: bool = False


def of(desk: ClientDesk, *, at: datetime) -> dict[str, Any]:
    today = desk.working_time.local_day(at)
    rests = resting(desk, at=at)
    balls = desk.balls().in_the_air().filter(project__closed_at=None).exclude(project__in=rests)
    balls = balls.select_related("project").with_hands()
    in_order = sorted(balls[: 2 * MOST], key=lambda ball: (ball.due or date.max, ball.since))
    offered = proposals(desk, today)
    waits = [waiting(ball, desk, today) for ball in in_order if _waits_for(ball, desk.contact)][:MOST]
    return {
        "proposals": offered,
        "count": len(offered) + len(waits),
        "greeting": greeting(desk.contact.greeted, at=at),
        "waiting": waits,
        "ours": [ball for ball in in_order if ball.side == Side.US][:NEXT],
        "today": today,
        "ahead": _ahead(desk, today, rests),
        "resting": [(one.name, rests[one.pk]) for one in desk.projects().filter(pk__in=rests)] if rests else [],
        **_moved(desk),
    }


def _waits_for(ball: Ball, contact: Contact) -> bool:
    """Of several who were asked, whoever has answered waits with us."""
    has_answered = any(hand.contact == contact.pk and hand.answered_at for hand in ball.hands)
    return ball.side == Side.CLIENT and not has_answered


def greeting(name: str, *, at: datetime) -> str:
    """By the client's own clock, which the seat has set."""
    hour = timezone.localtime(at).hour
    words = {"name": name}
    if hour < NOON:
        return _("Good morning, %(name)s.") % words
    return (_("Good afternoon, %(name)s.") if hour < EVENING else _("Good evening, %(name)s.")) % words


def waiting(ball: Ball, desk: ClientDesk, today: date, form: HandInForm | None = None) -> Waiting:
    asked = ball.contact if ball.contact_id not in (None, desk.contact.pk) else None
    is_late = ball.due is not None and ball.due < today
    return Waiting(ball, asked, is_late, form or HandInForm(auto_id=f"in-{ball.pk}-%s"))


def _ahead(desk: ClientDesk, today: date, rests: Collection[UUID]) -> list[Ahead]:
    """The nearest dates: what was promised, and what is planned; nothing of what rests."""
    promised = desk.milestones().ahead().filter(project__closed_at=None).exclude(project__in=rests)
    promised = promised.select_related("project").order_by("due")
    planned = desk.tasks().open().filter(due__gte=today, project__closed_at=None).exclude(project__in=rests)
    planned = planned.select_related("project")
    dates = chain(
        (Ahead(one.due, one.title, one.project.name, True, is_late=one.due < today) for one in promised[:NEXT]),
        (Ahead(one.due, one.words, one.project.name, False) for one in planned.order_by("due", "pk")[:NEXT] if one.due),
    )
    return sorted(dates, key=lambda one: one.day)[:NEXT]


def proposals(desk: ClientDesk, today: date) -> list[Proposal]:
    """Those that wait for the client's yes, the first to end first."""
    return list(desk.proposals().waiting(today)[:MOST])


def _moved(desk: ClientDesk) -> dict[str, Any]:
    """The latest update; before the first one, the last steps."""
    update = desk.updates().of_the_day().select_related("by").first()
    if update is None:
        return {"steps": list(desk.steps().select_related("project")[:NEXT])}
    signed = signature(update.by, desk.agency.name)
    text = update.in_language(desk.contact.language)
    enclosed = list(desk.enclosures().filter(update=update))
    words = letter(
        subject=text.subject, body=text.body, signed=signed, language=text.language, enclosed=enclosed, address=address
    )
    return {"update": update, "letter": words, "is_corrected": desk.updates().filter(corrects=update).exists()}
