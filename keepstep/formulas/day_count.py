"""Counting working days between dates: one pass over the calendar answers a whole page of rows (§5.1)."""

from collections.abc import Callable
from datetime import date, timedelta

WINDOW = 400


class DayCount:
    """How many working days passed since a date, `today` included; dates before the window count as its first."""

    def __init__(self, is_working_day: Callable[[date], bool], *, today: date, window: int = WINDOW) -> None:
        self.today = today
        self.first = today - timedelta(days=window)
        self._since: dict[date, int] = {}
        passed = 0
        for back in range(window + 1):
            day = today - timedelta(days=back)
            self._since[day] = passed
            passed += is_working_day(day)

    def since(self, day: date) -> int:
        """Working days after `day`, today included: from Friday to Monday is one."""
        return self._since.get(day, 0 if day > self.today else self._since[self.first])
