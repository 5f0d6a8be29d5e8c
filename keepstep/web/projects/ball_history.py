"""The history of a ball: who held it, how it was passed, which dates moved, what was asked and answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.correction import Correction, What, Why
from keepstep.domain.delivery.due_move import DueMove
from keepstep.domain.delivery.holder import Holder
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.formulas.working_time import WorkingTime
from keepstep.web import act, words
from keepstep.web.projects.balls import ball_of
from keepstep.web.seat import StaffRequest, seated


@dataclass(frozen=True)
class Event:
    """`by` entered it, `late` where that was later than it happened."""

    at: datetime
    title: str
    detail: str = ""
    by: str = ""
    late: str = ""


@seated
@require_GET
def show(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = ball_of(request, ball_id)
    chain = _chain(held, request.desk)
    told = events(chain, desk=request.desk, time=request.desk.time_of(found.account))
    is_over = held.passed_at is not None and not _is_followed(held, chain)
    template = f"web/projects/ball_history.html{'#history' if act.is_fragment(request) else ''}"
    context = {"project": found, "ball": held, "events": told, "is_over": is_over}
    return render(request, template, context)


def events(chain: dict[UUID, Ball], *, desk: Desk, time: WorkingTime) -> list[Event]:
    """The first first: of a ball, those it came from and those it became; five queries."""
    of = {"ball__in": list(chain)}
    asked = {one.ball_id: one for one in desk.touchpoints().filter(**of).select_related("contact", "settled_by")}
    first, *rest = (event for one in chain.values() for event in _of_ball(one, chain, asked.get(one.pk), time))
    told = [_moved(one) for one in desk.due_moves().filter(**of).select_related("by")]
    told += [_corrected(one, time) for one in desk.corrections().filter(**of).select_related("was_by")]
    told += [_noticed(one, time) for one in desk.notices().filter(**of).select_related("by", "contact")]
    with_names = (
        desk.holders().filter(**of, answered_at__isnull=False).select_related("person", "contact", "answered_by")
    )
    told += [_answered(one, time) for one in with_names]
    # Of one moment the last answer comes first, and that the ball has gone after it.
    return sorted([first, *told, *rest], key=lambda event: event.at)


def _chain(ball: Ball, desk: Desk) -> dict[UUID, Ball]:
    """A ball may be followed by several: what was asked back, and what was forwarded."""
    of_project = desk.balls().filter(project=ball.project_id)
    former = dict(of_project.order_by().values_list("pk", "former"))
    first = ball.pk
    while (before := former.get(first)) in former and before is not None:
        first = before
    chain = {first}
    while more := {key for key, before in former.items() if before in chain and key not in chain}:
        chain |= more
    found = of_project.filter(pk__in=chain).with_hands().with_moves().select_related("opened_by", "passed_by")
    return {one.pk: one for one in found.order_by("since", "pk")}


def _of_ball(ball: Ball, chain: dict[UUID, Ball], asked: Touchpoint | None, time: WorkingTime) -> Iterator[Event]:
    first = next(iter([*ball.former_dues, ball.due]))  # type: ignore[attr-defined]
    due = _("by %(day)s") % {"day": date_format(first, "j E")} if first and ball.former_id is None else ""
    detail = ": ".join(part for part in (", ".join(_held_by(ball)), due) if part)
    yield Event(
        ball.since,
        _came(ball, chain.get(ball.former_id) if ball.former_id else None, asked),
        ball.awaited if not detail else f"{ball.awaited} · {detail}",
        str(ball.opened_by or ""),
        words.entered(ball.since, ball.said_at, time),
    )
    if ball.passed_at and not _is_followed(ball, chain):
        late = words.entered(ball.passed_at, ball.passed_said_at, time)
        yield Event(ball.passed_at, _went(asked), "", str(ball.passed_by or ""), late)


def _is_followed(ball: Ball, chain: dict[UUID, Ball]) -> bool:
    return any(one.former_id == ball.pk for one in chain.values())


def _held_by(ball: Ball) -> list[str]:
    return [hand.name for hand in ball.hands] or [ball.holder]


def _came(ball: Ball, former: Ball | None, asked: Touchpoint | None) -> str:
    if asked:
        return _("%(who)s wrote to us") % {"who": asked.contact or _("The client")}
    if former is None:
        return _("Awaited")
    if ball.returns_to_id == former.pk:
        return _("Forwarded")
    if former.returns_to_id and former.awaited == ball.awaited:
        return _("Answered, and came back")
    return _("Passed")


def _went(asked: Touchpoint | None) -> str:
    if asked is None:
        return _("It has come")
    return _("No answer needed") if asked.needs_no_answer else _("Answered")


def _moved(move: DueMove) -> Event:
    days = {"to": date_format(move.to_due, "j E")}
    if move.from_due is None:
        return Event(move.at, _("Promised by %(to)s") % days, move.reason, str(move.by or ""))
    days["from"] = date_format(move.from_due, "j E")
    return Event(move.at, _("Moved from %(from)s to %(to)s") % days, move.reason, str(move.by or ""))


def _corrected(one: Correction, time: WorkingTime) -> Event:
    """Nothing of the ledger goes without a trace: what it said until then, and why it says so no more."""
    was = {"moment": date_format(one.was_at.astimezone(time.zone), "j E, H:i")}
    if one.what == What.NOTICED:
        return Event(one.at, _("Corrected: the letter came back"), _("It counted as asked for on %(moment)s.") % was)
    return Event(one.at, _corrected_why(one.why), _("It counted as passed on %(moment)s.") % was, str(one.was_by or ""))


def _corrected_why(why: str) -> str:
    if why == Why.FORWARDED:
        return _("Corrected: it had been forwarded before")
    return _("Corrected: the letter came back") if why == Why.CAME_BACK else _("Corrected: answered earlier")


def _noticed(notice: Notice, time: WorkingTime) -> Event:
    whom = f" · {notice.contact}" if notice.contact else ""
    title = _("Asked again, %(how)s") % {"how": notice.get_how_display()}
    late = words.entered(notice.at, notice.said_at, time)
    return Event(notice.at, f"{title}{whom}", notice.outcome or notice.subject, str(notice.by or ""), late)


def _answered(holder: Holder, time: WorkingTime) -> Event:
    title = _("%(name)s need not answer") if holder.is_excused else _("%(name)s has answered")
    at = holder.answered_at or holder.ball.since
    return Event(
        at, title % {"name": holder}, "", str(holder.answered_by or ""), words.entered(at, holder.said_at, time)
    )
