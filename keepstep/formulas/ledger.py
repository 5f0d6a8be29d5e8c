"""The ledger: whose every working day was, which of the client's were covered, and what of the delay is ours (§5.3)."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from keepstep.formulas.working_time import WorkingTime

US, CLIENT, THIRD = "us", "client", "third"


class DayClass(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"
    THIRD = "third"
    CONCURRENT = "concurrent"
    FREE = "free"


CLASS_OF = {US: DayClass.OURS, CLIENT: DayClass.THEIRS, THIRD: DayClass.THIRD}


class Day(NamedTuple):
    """A working day and the moment that decides whose it was: its closing, or for today the present."""

    date: date
    closes: datetime


class Pause(NamedTuple):
    since: datetime
    until: datetime | None = None


class Holding(NamedTuple):
    """A side held a ball from `since` until it was passed, or holds it still."""

    ball: Hashable
    side: str
    since: datetime
    until: datetime | None = None


class Notice(NamedTuple):
    ball: Hashable
    day: date


def day_class(sides: Collection[str]) -> DayClass:
    """§5.3: whose a day is on which these sides hold a ball; an open project with none in the air is ours."""
    distinct = set(sides) or {US}
    return CLASS_OF[distinct.pop()] if len(distinct) == 1 else DayClass.CONCURRENT


def classify(
    days: Iterable[Day],
    holdings: Sequence[Holding],
    *,
    opened: datetime,
    closed: datetime | None = None,
    pauses: Sequence[Pause] = (),
) -> list[DayClass]:
    """§5.3: the class of each working day; it is free if the project was not open, or paused, when the day closed."""

    def class_at(moment: datetime) -> DayClass:
        if moment < opened or (closed and closed <= moment) or any(_lasts(pause, moment) for pause in pauses):
            return DayClass.FREE
        return day_class({holding.side for holding in holdings if _lasts(holding, moment)})

    return [class_at(day.closes) for day in days]


def covered(
    days: Sequence[Day],
    classes: Sequence[DayClass],
    holdings: Sequence[Holding],
    notices: Iterable[Notice],
    *,
    window: int = 5,
) -> list[bool]:
    """§5.3: which of the client-only days had a notice on them or in the previous `window` − 1 working days.

    The notice must be about a ball the client held that day. `days` are all working days since the project opened, so
    that nothing before them could have covered the first.
    """
    told = _days_by_ball(notices)

    def is_covered(place: int, day: Day) -> bool:
        first = days[place - window + 1].date if place >= window - 1 else date.min
        return any(
            first <= notice <= day.date
            for holding in holdings
            if holding.side == CLIENT and _lasts(holding, day.closes)
            for notice in told.get(holding.ball, ())
        )

    return [
        its_class == DayClass.THEIRS and is_covered(place, day)
        for place, (day, its_class) in enumerate(zip(days, classes, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many days were whose; `value` is what of them can fairly be laid at our door, in percent."""

    ours: int
    concurrent: int
    theirs_covered: int
    theirs_uncovered: int
    third: int
    free: int

    @property
    def theirs(self) -> int:
        return self.theirs_covered + self.theirs_uncovered

    @property
    def days(self) -> int:
        return self.ours + self.concurrent + self.theirs + self.third + self.free

    @property
    def exposed(self) -> int:
        return self.ours + self.concurrent + self.theirs_uncovered

    @property
    def value(self) -> float | None:
        return 100 * self.exposed / self.days if self.days else None


def exposure(classes: Sequence[DayClass], covered: Sequence[bool]) -> Exposure:
    """§5.3: (ours + concurrent + uncovered theirs) ÷ all days; None without days.

    All days are the sum of the classes, free ones included, so that the parts on the page add up to the whole.
    """
    covered_days = sum(covered)
    return Exposure(
        ours=classes.count(DayClass.OURS),
        concurrent=classes.count(DayClass.CONCURRENT),
        theirs_covered=covered_days,
        theirs_uncovered=classes.count(DayClass.THEIRS) - covered_days,
        third=classes.count(DayClass.THIRD),
        free=classes.count(DayClass.FREE),
    )


@dataclass(frozen=True, slots=True)
class Reaction:
    """Working time from getting a ball to passing it, over `count` balls."""

    median: timedelta
    p90: timedelta
    count: int


def reaction(holdings: Iterable[Holding], working_time: WorkingTime) -> dict[str, Reaction]:
    """§5.3: how quickly each side passes a ball; balls still in the air have no answer yet, outliers stay."""
    taken: dict[str, list[timedelta]] = {}
    for holding in holdings:
        if holding.until is not None:
            taken.setdefault(holding.side, []).append(working_time.between(holding.since, holding.until))
    return {
        side: Reaction(_percentile(times, 0.5), _percentile(times, 0.9), len(times)) for side, times in taken.items()
    }


def _lasts(span: Holding | Pause, moment: datetime) -> bool:
    return span.since <= moment and (span.until is None or moment < span.until)


def _days_by_ball(notices: Iterable[Notice]) -> dict[Hashable, list[date]]:
    told: dict[Hashable, list[date]] = {}
    for notice in notices:
        told.setdefault(notice.ball, []).append(notice.day)
    return told


def _percentile(times: Sequence[timedelta], share: float) -> timedelta:
    """Interpolated between the nearest two, like PostgreSQL's percentile_cont."""
    ordered, place = sorted(times), share * (len(times) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
