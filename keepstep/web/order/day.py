"""A square opened: what was due on a client's day, what was sent, what became of it, and what else was said."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.delivery.pause import Pause
from keepstep.domain.talk import order
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.order import Outcome
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.domain.talk.touchpoint import Form, Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.round import item
from keepstep.web import act
from keepstep.web.accounts.timeline import TITLES
from keepstep.web.order.squares import LETTERS, NAMES
from keepstep.web.pauses.rests import days_of
from keepstep.web.seat import StaffRequest, seated

MOST = 50


class Sent(NamedTuple):
    update: Update
    sendings: list[Sending]


class Word(NamedTuple):
    """A touchpoint of the day that was no update, and how it is called."""

    touch: Touchpoint
    title: Any


@seated
@require_GET
def show(request: StaffRequest, due_day_id: UUID) -> HttpResponse:
    with_names = request.desk.due_days().select_related("account__calendar", "account__manager")
    found = get_object_or_404(with_names, pk=due_day_id)
    at = timezone.now()
    context = _of(request, found, outcome=_outcome(request, found, at), at=at)
    return render(request, f"web/order/day.html{'#day' if act.is_fragment(request) else ''}", context)


def _outcome(request: StaffRequest, found: DueDay, at: datetime) -> Outcome:
    desk, account, day = request.desk, found.account, found.day
    known = order.outcomes(
        desk.due_days().filter(pk=found.pk),
        desk.touchpoints().filter(account=account, day=day),
        desk.sendings().filter(update__account=account, update__day=day),
        today=desk.time_of(account).local_day(at),
    )
    return known[account.pk][day].outcome


def _of(request: StaffRequest, found: DueDay, *, outcome: Outcome, at: datetime) -> dict[str, Any]:
    desk, account, day = request.desk, found.account, found.day
    touches = desk.touchpoints().filter(account=account, day=day).exclude(form=Form.UPDATE)
    return {
        "found": found,
        "tone": outcome.value,
        "letter": LETTERS[outcome],
        "outcome": NAMES[outcome],
        "is_kept": outcome.is_kept,
        "sent": _sent(request, found),
        "words": [
            Word(one, TITLES["touch", one.direction][one.form])  # type: ignore[index]  # choices are texts
            for one in touches.select_related("by", "contact").order_by("at")[:MOST]
        ],
        "pauses": [days_of(pause, desk.time_of(account).zone) for pause in _pauses(request, found)],
        "skipped": item.skipped(account, day=day),
        "later": at + UNDO_LIFE,
    }


def _sent(request: StaffRequest, found: DueDay) -> list[Sent]:
    """The update of the day, then what corrected it, each with what became of it."""
    updates = request.desk.updates().filter(account=found.account, day=found.day).select_related("by")
    sendings = list(request.desk.sendings().filter(update__in=updates).select_related("contact"))
    return [
        Sent(one, [its for its in sendings if its.update_id == one.pk]) for one in updates.order_by("written_at", "pk")
    ]


def _pauses(request: StaffRequest, found: DueDay) -> list[Pause]:
    """Those that touch the day, of the client or of a project of theirs."""
    begins = datetime.combine(found.day, time.min, tzinfo=request.desk.time_of(found.account).zone)
    return list(
        request.desk.pauses().filter(account=found.account).overlapping(begins, begins + timedelta(days=1))[:MOST]
    )
