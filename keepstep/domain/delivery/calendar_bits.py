"""The agency's work calendars as arrays a statement can search: a bit a working day, and the working clock (§5.1)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from keepstep.domain.agency.calendar import calendars
from keepstep.formulas.working_time import WorkingTime

WINDOW = 5
"""A notice covers its day and the working days after it, as many in all."""

LEAD = WINDOW - 1
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
BACKDATED = timedelta(days=92)
"""A ball may have come to a side before the project was entered: how far before its opening the clock begins."""


def parameters(*, first: date | None, last: date | None, opened: datetime, at: datetime) -> dict[str, Any]:
    """Of each calendar the days from `first` to `last`, without them from `opened` and to `at`.

    The first four bits are the working days before the period, whose notices still cover; `decided` is the moment that
    says whose a day is, a tick later, since `width_bucket` counts what is not after a moment; `before` is the working
    time up to the end of a stretch of the clock.
    """
    known = calendars()
    days = {calendar.id: _period(time, first, last, opened, at) for calendar, time in known}
    clocks = {
        calendar.id: _clock(time, min(time.local_day(opened - BACKDATED), days[calendar.id].first), time.local_day(at))
        for calendar, time in known
    }
    length = max(each.n for each in days.values())
    return {
        "default": next(calendar.id for calendar, _ in known if calendar.is_default),
        "calendars": list(days),
        "ones": "1" * length,
        "periods": [each.period.ljust(length, "0") for each in days.values()],
        "dates": [each.dates for each in days.values()],
        "midnights": [each.midnights for each in days.values()],
        "decided": [each.decided for each in days.values()],
        "begins": [each.begins for each in days.values()],
        "ends": [each.ends for each in days.values()],
        "begins_all": min(each.begins for each in days.values()),
        "ends_all": max(each.ends for each in days.values()),
        "earliest": min(each.first for each in days.values()),
        "latest": max(each.last for each in days.values()),
        **{name: [getattr(each, name) for each in clocks.values()] for name in Clock._fields},
    }


class Window(NamedTuple):
    """`begins` and `ends` are the midnights around it; `first` is the day of the first bit."""

    first: date
    last: date
    n: int
    period: str
    dates: str
    midnights: str
    decided: str
    begins: datetime
    ends: datetime


def _period(time: WorkingTime, first: date | None, last: date | None, opened: datetime, at: datetime) -> Window:
    today = time.local_day(at)
    first = max(first or date.min, time.local_day(opened))
    last = min(last or today, today)
    days = _days(time, first, last)
    decided = days.decided
    if (
        last == today
        and len(decided) > LEAD
        and days.dates[-1] == today
        and (closes := time.closes(today))
        and closes > at
    ):
        decided = (*decided[:-1], (at + TICK).isoformat())
    return Window(
        first=days.dates[0],
        last=last,
        n=len(days.dates),
        period="0" * LEAD + "1" * (len(days.dates) - LEAD),
        dates=_array(map(str, days.dates)),
        midnights=_array(days.midnights),
        decided=_array(decided),
        begins=_midnight(time, first),
        ends=_midnight(time, max(first, last + DAY)),
    )


class Days(NamedTuple):
    dates: tuple[date, ...]
    midnights: tuple[str, ...]
    decided: tuple[str, ...]


@lru_cache(maxsize=256)
def _days(time: WorkingTime, first: date, last: date) -> Days:
    lead = [time.add_days(first, -n) for n in range(LEAD, 0, -1)]
    dates = (*lead, *time.working_days(first, last))
    closes = [time.closes(day) or _midnight(time, day) for day in dates]
    return Days(
        dates,
        tuple(_midnight(time, day).isoformat() for day in dates),
        tuple((moment + TICK).isoformat() for moment in closes),
    )


class Clock(NamedTuple):
    """The stretches worked, and the seconds worked up to the end of each."""

    opens: str
    shuts: str
    before: str


@lru_cache(maxsize=256)
def _clock(time: WorkingTime, first: date, last: date) -> Clock:
    spans = [span for day in time.working_days(first, last) for span in time.spans(day)]
    worked = accumulate((end - start).total_seconds() for start, end in spans)
    return Clock(
        _array(start.isoformat() for start, _ in spans),
        _array(end.isoformat() for _, end in spans),
        _array(map(repr, worked)),
    )


def _midnight(time: WorkingTime, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), time.zone)


def _array(values: Iterable[str]) -> str:
    """Ready-made text, as the driver would take long to put thousands of values into words."""
    return "{" + ",".join(values) + "}"
