"""The two clocks of a case in working time: reaction, until somebody took it; movement, until it moves (§5.3).

A stall ends as its cause does (§4): with a step where there was none, with the overdue ball where one was overdue. The
work may move before that, by a pass or by a step. That stops the clock of movement, which then starts anew; the ladder
goes on, turned to whoever now holds the ball.
"""

from datetime import date, datetime, timedelta
from functools import cache

from keepstep.formulas.working_time import WorkingTime


class Clocks:
    """Those of cases that stand still at this moment; each begins as the first day of its stall opens."""

    def __init__(self, time: WorkingTime, *, at: datetime) -> None:
        self.time, self.at = time, at
        self.stood = cache(self._stood)

    def _stood(self, since: date) -> timedelta:
        return self._from(since, self.at)

    def movement(self, since: date, *, moved_at: datetime | None) -> timedelta:
        """How long it has not moved: since the stall began, or since a step or a pass in the course of it."""
        stood = self.stood(since)
        return stood if moved_at is None else min(stood, self.time.between(moved_at, self.at))

    def reaction(self, since: date, *, taken_at: datetime | None) -> timedelta:
        """How long nobody took it; the taking stops this clock alone."""
        return self.stood(since) if taken_at is None else self._from(since, taken_at)

    def _from(self, since: date, until: datetime) -> timedelta:
        opens = self.time.opens(since)
        return self.time.between(opens, until) if opens else timedelta()


def began(days: int, *, today: date, time: WorkingTime) -> date:
    """The first day of a stall of so many working days; on a day off it is as old as on the last working day."""
    last = today if time.is_working_day(today) else time.add_days(today, -1)
    return time.add_days(last, 1 - days)
