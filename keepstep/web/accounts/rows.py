"""Rows of the portfolio: every cell is put into words here, so that the template only sets them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from keepstep.desk import Desk
from keepstep.domain.clients.account import State
from keepstep.domain.talk.standing import Standing, standings
from keepstep.web import words
from keepstep.web.accounts.portfolio import Line
from keepstep.web.addresses import address
from keepstep.web.days import day_count, silence
from keepstep.web.rows import MOST_ROWS
from keepstep.web.rows import lines as filled

ORDERLY, SLACK = 0.9, 0.7
SILENT, TOO_SILENT = 1, 2


class Row(NamedTuple):
    """An account as the portfolio shows it; each tone is a colour with the word beside it."""

    href: str
    name: str
    manager: str
    state: str
    state_tone: str
    silence: str
    silence_tone: str
    order: str
    order_tone: str
    hands: str
    hands_tone: str
    stall: str
    rest: str
    projects: str


def rows(lines: Iterable[Line], *, desk: Desk, at: datetime) -> SafeString:
    """The accounts of a page with how they stand."""
    zone, language = desk.working_time.zone, get_language()
    stood = _standing(list(lines), desk, at)
    return SafeString("".join([_kept(line, standing, silent, zone, language) for line, standing, silent in stood]))


def told(lines: Iterable[Line], *, desk: Desk, at: datetime) -> Iterator[Row]:
    """The same in words alone."""
    zone = desk.working_time.zone
    return (_row(line, standing, silent, zone) for line, standing, silent in _standing(list(lines), desk, at))


def _standing(lines: list[Line], desk: Desk, at: datetime) -> Iterator[tuple[Line, Standing, int | None]]:
    """Each with how it stands and its silence: one statement for all of them."""
    times = desk.times_of(line.calendar for line in lines)
    days = day_count(desk.working_time, desk.working_time.local_day(at))
    facts = standings(
        [line.id for line in lines],
        days=days,
        zone=str(desk.working_time.zone),
        patience=desk.agency.stall_after,
        at=at,
    )
    silent = cache(lambda calendar: silence(times[calendar], at))
    return ((line, facts[line.id], silent(line.calendar)(line.heard_at)) for line in lines)


@lru_cache(MOST_ROWS)
def _kept(line: Line, standing: Standing, silent: int | None, zone: ZoneInfo, language: str | None) -> SafeString:
    return filled("web/accounts/row.html", [_row(line, standing, silent, zone)])


def _row(line: Line, standing: Standing, silent: int | None, zone: ZoneInfo) -> Row:
    with_us = line.left_at is None
    return Row(
        href=address("account", line.id),
        name=line.name,
        manager=line.manager or "",
        state=words.state(standing.state),
        state_tone=standing.state,
        silence=words.silence(silent) if with_us else "",
        silence_tone=_silence_tone(silent) if standing.state == State.ACTIVE and not standing.rests else "",
        order=f"{standing.kept} / {standing.due}" if standing.due else "–",
        order_tone=_order_tone(standing.kept, standing.due),
        hands=words.hands(standing.hands),
        hands_tone=words.colour(standing.hands),
        stall=words.stall(standing.stall),
        rest=words.rest(standing.until, zone) if standing.rests else "",
        projects=str(standing.projects or "–"),
    )


def _silence_tone(days: int | None) -> str:
    if days is not None and days <= SILENT:
        return ""
    return "red" if days is None or days > TOO_SILENT else "amber"


def _order_tone(kept: int, due: int) -> str:
    if not due:
        return ""
    return "green" if kept >= due * ORDERLY else "amber" if kept >= due * SLACK else "red"
