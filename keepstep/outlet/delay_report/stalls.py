"""Each stall of the report: how long, whose the days were, what was awaited, and every push with its outcome.

The client reads it as we do: our days come first, and of our people it names only those who wrote to the client.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.notice import How, Notice
from keepstep.domain.delivery.stall_history import Stall
from keepstep.formulas.ledger import DayClass

EXCERPT = 240
NOT_ASKED = {DayClass.OURS, DayClass.FREE}


@dataclass(frozen=True)
class PushLine:
    day: str
    how: str
    subject: str
    words: str
    excerpt: str
    outcome: str


@dataclass(frozen=True)
class StallPart:
    """`awaited` says with its colour of whom what was awaited; `was_silent`: others were awaited, and nobody asked."""

    title: str
    length: str
    whose: list[tuple[str, str]]
    awaited: list[tuple[str, str]]
    pushes: list[PushLine]
    was_silent: bool


def part(stall: Stall, agency: str) -> StallPart:
    first = date_format(stall.since, "DATE_FORMAT")
    last = date_format(stall.until, "DATE_FORMAT") if stall.until else ""
    words = {"first": first, "last": last}
    title = _("From %(first)s until it moved on %(last)s") if stall.until else _("Since %(first)s, still")
    n = len(stall.days)
    return StallPart(
        title=title % words,
        length=ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n},
        whose=list(_whose(stall)),
        awaited=[_awaited(ball, agency) for ball in stall.balls] or [("ours", _of_us(agency))],
        pushes=[_push(told, agency) for told in _in_a_row(stall.pushes)],
        was_silent=not stall.pushes and any(day.whose not in NOT_ASKED for day in stall.days),
    )


def _whose(stall: Stall) -> Iterator[tuple[str, str]]:
    """How the days of a stall are divided, ours first."""
    count = {whose: sum(day.whose == whose for day in stall.days) for whose in DayClass}
    covered = sum(day.is_covered for day in stall.days)
    words = {
        DayClass.OURS: _("waited for us %(n)s d"),
        DayClass.CONCURRENT: _("waited for several sides %(n)s d"),
        DayClass.THEIRS: _("waited for the client %(n)s d (%(covered)s with a reminder)"),
        DayClass.THIRD: _("waited for a third party %(n)s d"),
    }
    for whose, said in words.items():
        if count[whose]:
            yield whose.value, said % {"n": count[whose], "covered": covered}


TONES = {Side.US: "ours", Side.CLIENT: "theirs", Side.THIRD: "third"}


def _of_us(agency: str) -> str:
    return _("Waiting for %(holder)s") % {"holder": agency}


def _awaited(ball: Ball, agency: str) -> tuple[str, str]:
    words = {"holder": holder(ball, agency), "awaited": ball.awaited}
    return TONES[Side(ball.side)], _("Waiting for %(holder)s: %(awaited)s") % words


def holder(ball: Ball, agency: str) -> str:
    """A colleague the client may not know is the agency."""
    if ball.side == Side.US:
        return agency
    return str(ball.contact or ball.third_party or Side(ball.side).label)


def _in_a_row(pushes: Iterable[Notice]) -> Iterator[list[Notice]]:
    """Day after day in the update, of the same people, is told in one line; every other push in a line of its own."""
    for (how, *_known), told in groupby(pushes, key=lambda one: (one.how, one.ball_id, one.contact_id, one.by_id)):
        if how == How.UPDATE:
            yield list(told)
        else:
            yield from ([one] for one in told)


def _push(told: list[Notice], agency: str) -> PushLine:
    """Who asked, and the words, only where the client was asked: what we told ourselves or others is not theirs."""
    push = told[0]
    is_theirs = push.ball.side == Side.CLIENT
    parts = [
        str(push.get_how_display()) if len(told) == 1 else _many_times(told),
        _("to %(name)s") % {"name": push.contact or holder(push.ball, agency)}
        if is_theirs
        else holder(push.ball, agency),
        _("rung %(n)s") % {"n": push.rung} if push.rung else "",
        str(push.by.name) if push.by and is_theirs else "",
    ]
    words = push.words.strip() if is_theirs else ""
    return PushLine(
        day=date_format(push.day, "MONTH_DAY_FORMAT"),
        how=" · ".join(part for part in parts if part),
        subject=push.subject if is_theirs else "",
        words=words,
        excerpt=_excerpt(words.split()),
        outcome=push.outcome if is_theirs else "",
    )


def _many_times(told: list[Notice]) -> str:
    words = {"n": len(told), "day": date_format(told[-1].day, "MONTH_DAY_FORMAT")}
    return ngettext("in %(n)s daily update until %(day)s", "in %(n)s daily updates until %(day)s", len(told)) % words


def _excerpt(words: Iterable[str]) -> str:
    """The beginning of a letter; the whole of it is on the page."""
    whole = " ".join(words)
    return whole if len(whole) <= EXCERPT else whole[:EXCERPT].rsplit(" ", 1)[0] + " …"
