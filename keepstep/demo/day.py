"""A working day of the simulation: its clock, and the dice all stories throw."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from keepstep.formulas.working_time import WorkingTime

OPENS, CLOSES = 9.0, 18.0
YOUNG = timedelta(minutes=20)
CalendarDay = date  # inside Day, `date` is its field


@dataclass(frozen=True)
class Day:
    """`ago` is the number of working days until the demo's day, which is 0. `now` is set on the day that is not over:
    its clock then runs faster, so that what belongs to the whole day has happened by now."""

    date: date
    ago: int
    is_last: bool
    time: WorkingTime
    dice: Random
    now: datetime | None = None

    def at(self, hour: float) -> datetime:
        """The moment of this hour of the wall clock, 13.5 being half past one."""
        if self.now:
            opens = clock(self.date, OPENS, self.time.zone)
            passed = (min(max(hour, OPENS), CLOSES) - OPENS) / (CLOSES - OPENS)
            return (opens + passed * (self.now - opens)).replace(second=0, microsecond=0)
        return clock(self.date, hour, self.time.zone)

    def opening(self, day: CalendarDay) -> datetime:
        """When another day's work begins."""
        return clock(day, OPENS, self.time.zone)

    def about(self, hour: float) -> datetime:
        """Some time in the three quarters of an hour from then on."""
        return self.at(hour + self.dice.randrange(45) / 60)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def ahead(self, n: int) -> CalendarDay:
        """The n-th working day from here."""
        return self.time.add_days(self.date, n)

    def until(self, other: CalendarDay) -> int:
        """Working days from here to the other date."""
        return self.time.days_between(self.date, other)

    @property
    def is_unfinished(self) -> bool:
        return self.now is not None


def clock(day: date, hour: float, zone: ZoneInfo) -> datetime:
    minutes = round(hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)


def has_begun(day: date, at: datetime, zone: ZoneInfo) -> bool:
    """Whether enough of the day has passed for anything to have happened on it."""
    return at >= clock(day, OPENS, zone) + YOUNG
