"""Working time: the one service that answers every question of duration (§5.1)."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from keepstep.formulas.production_calendar import ProductionCalendar

Spans = tuple[tuple[time, time], ...]
Stretches = tuple[tuple[datetime, datetime], ...]

DAY, HOUR, SECOND, NOTHING = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1), timedelta()


class WorkingTime:
    """A calendar that never changes: zone, week, the country's public holidays, own exceptions.

    `week` maps a weekday (0 is Monday) to its spans of local time, lunch being the gap between two; `exceptions` maps a
    date to spans of its own, none meaning a day off, and wins over everything. Raises ValueError for an unknown zone or
    country, a week without hours, and spans that overlap or cross midnight.
    """

    def __init__(
        self,
        *,
        zone: str,
        week: Mapping[int, Spans],
        country: str | None = None,
        subdivision: str | None = None,
        exceptions: Mapping[date, Spans] | None = None,
    ) -> None:
        self._zone = _zone(zone)
        self._week = {weekday: _checked(spans) for weekday, spans in week.items() if spans}
        if not self._week or not self._week.keys() <= set(range(7)):
            raise ValueError("A week needs working hours on at least one of its weekdays 0–6")
        self._public = ProductionCalendar(country, subdivision) if country else None
        self._exceptions = {day: _checked(spans) for day, spans in (exceptions or {}).items()}
        self._spans = lru_cache(maxsize=8192)(self._exact)

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    def spans(self, day: date) -> Stretches:
        """The day's working stretches in UTC; empty on a day off."""
        return self._spans(day)

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans(day))

    def opens(self, day: date) -> datetime | None:
        return next((start for start, _ in self.spans(day)), None)

    def closes(self, day: date) -> datetime | None:
        return next((end for _, end in reversed(self.spans(day))), None)

    def local_day(self, at: datetime) -> date:
        """The date on the wall calendar here."""
        return at.astimezone(self._zone).date()

    def is_preliminary(self, year: int) -> bool:
        """The country moves days off by decree and this year's is not known yet: expect changes."""
        return self._public is not None and self._public.is_preliminary(year)

    def working_days(self, first: date, last: date) -> list[date]:
        """From `first` to `last`, both included."""
        return [day for day in _days(first, last) if self.is_working_day(day)]

    def days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative if `last` is the earlier."""
        if last < first:
            return -self.days_between(last, first)
        return sum(self.is_working_day(day) for day in _days(first + DAY, last))

    def add_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, or before it; for 0 the day itself or, on a day off, the next one."""
        if n == 0:
            return day if self.is_working_day(day) else self.add_days(day, 1)
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; none if `end` is the earlier."""
        days = _days(self.local_day(start), self.local_day(end))
        stretches = (stretch for day in days for stretch in self.spans(day))
        return sum((max(min(closes, end) - max(opens, start), NOTHING) for opens, closes in stretches), NOTHING)

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant by which `duration` has been worked since `at`."""
        left, day = _not_negative(duration), self.local_day(at)
        while left:
            for start, end in self.spans(day):
                worked = max(end - max(start, at), NOTHING)
                if worked >= left:
                    return end - (worked - left)
                left -= worked
            day += DAY
        return at.astimezone(UTC)

    def subtract(self, at: datetime, duration: timedelta) -> datetime:
        """The last instant since which `duration` has been worked by `at`."""
        left, day = _not_negative(duration), self.local_day(at)
        while left:
            for start, end in reversed(self.spans(day)):
                worked = max(min(end, at) - start, NOTHING)
                if worked >= left:
                    return start + (worked - left)
                left -= worked
            day -= DAY
        return at.astimezone(UTC)

    def _exact(self, day: date) -> Stretches:
        stretches = (
            (_instant(day, start, self._zone), _instant(day, end, self._zone)) for start, end in self._hours(day)
        )
        return tuple((start, end) for start, end in stretches if start < end)

    def _hours(self, day: date) -> Spans:
        if day in self._exceptions:
            return self._exceptions[day]
        usual = self._week.get(day.weekday(), ())
        if self._public is None:
            return usual
        if self._public.is_day_off(day):
            return ()
        if not usual and (replaced := self._public.replaced_by(day)):
            usual = self._week.get(replaced.weekday(), ())
        return _without_last_hour(usual) if self._public.is_shortened(day) else usual


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """When the clock here shows this time: the first time if it does so twice, the change itself if it skips it."""
    local = datetime.combine(day, wall, zone)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    before = local.replace(fold=1).astimezone(UTC)
    seconds = range(int((at - before).total_seconds()))
    return before + SECOND * bisect_left(seconds, _offset(at, zone), key=lambda n: _offset(before + n * SECOND, zone))


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or NOTHING


def _without_last_hour(spans: Spans) -> Spans:
    cut = HOUR
    while spans and (last := _length(*spans[-1])) <= cut:
        spans, cut = spans[:-1], cut - last
    if not spans:
        return ()
    *before, (start, end) = spans
    return (*before, (start, (datetime.combine(date.min, end) - cut).time()))


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


def _checked(spans: Spans) -> Spans:
    for start, end in spans:
        if start >= end:
            raise ValueError(f"A span must end after it starts, on the same day: {start:%H:%M}–{end:%H:%M}")
    for (start, end), (next_start, next_end) in pairwise(ordered := tuple(sorted(spans))):
        if next_start < end:
            raise ValueError(f"Spans overlap: {start:%H:%M}–{end:%H:%M} and {next_start:%H:%M}–{next_end:%H:%M}")
    return ordered


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as unknown:
        raise ValueError(f"Unknown time zone: {name!r}") from unknown


def _not_negative(duration: timedelta) -> timedelta:
    if duration < NOTHING:
        raise ValueError(f"A duration of working time cannot be negative: {duration}")
    return duration


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))
