"""The three clocks of a handover: won → assigned → accepted → first contact, in working time (§5.8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from keepstep.formulas.working_time import WorkingTime

NAMES = ("assigned", "accepted", "contacted")
IN_TIME = 1
"""Each leg is to end by the close of the next working day."""
ENOUGH = 3
"""From fewer no median is drawn."""


class Leg(NamedTuple):
    """From `start` to `end`, or until now while it runs; `took` is working time. Neither has begun without a start."""

    name: str
    start: datetime | None
    end: datetime | None
    took: timedelta | None
    is_slow: bool

    @property
    def runs(self) -> bool:
        return self.start is not None and self.end is None


def legs(
    time: WorkingTime,
    *,
    won: datetime | None,
    assigned: datetime | None,
    accepted: datetime | None,
    contacted: datetime | None,
    now: datetime,
) -> tuple[Leg, ...]:
    """One after the other; what was assigned before it was won had its first leg at once."""
    return tuple(
        _leg(time, name, start, end, now)
        for name, start, end in zip(NAMES, (won, assigned, accepted), (assigned, accepted, contacted), strict=True)
    )


def _leg(time: WorkingTime, name: str, start: datetime | None, end: datetime | None, now: datetime) -> Leg:
    if start is None:
        return Leg(name, None, None, None, is_slow=False)
    until = max(start, end or now)
    days = time.days_between(time.local_day(start), time.local_day(until))
    return Leg(name, start, end, time.between(start, until), is_slow=days > IN_TIME)


class Typical(NamedTuple):
    """The median of a leg over those that have ended, how many these are, and how many of them were slow."""

    name: str
    took: timedelta | None
    ended: int
    slow: int

    @property
    def is_too_early(self) -> bool:
        return self.took is None


def typical(known: Iterable[Sequence[Leg]]) -> tuple[Typical, ...]:
    """Of each leg; with fewer than three that have ended it is too early to say."""
    return tuple(_typical(name, of_name) for name, of_name in zip(NAMES, _turned(known), strict=True))


def _turned(known: Iterable[Sequence[Leg]]) -> list[list[Leg]]:
    rows = list(known)
    return [[row[place] for row in rows] for place in range(len(NAMES))]


def _typical(name: str, of_name: list[Leg]) -> Typical:
    ended = [leg for leg in of_name if leg.end is not None]
    seconds = [leg.took.total_seconds() for leg in ended if leg.took is not None]
    took = timedelta(seconds=median(seconds)) if len(seconds) >= ENOUGH else None
    return Typical(name, took, len(seconds), sum(leg.is_slow for leg in ended))
