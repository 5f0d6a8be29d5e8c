"""The months a page is about: whole ones, at most two years of them."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from keepstep.web.days import day_of

USUAL, MOST = 6, 24
DAY = timedelta(days=1)


class Span(NamedTuple):
    """The first days of the months, the earliest first."""

    months: list[date]

    @property
    def since(self) -> date:
        return self.months[0]

    @property
    def until(self) -> date:
        """The last day of the last month."""
        return last_day(self.months[-1])

    @property
    def names(self) -> dict[str, str]:
        """As an address says it."""
        return {"since": f"{self.since:%Y-%m}", "until": f"{self.until:%Y-%m}"}


def asked(data: Any, *, today: date) -> Span:
    """The address, read leniently: without any months the last half year."""
    this = today.replace(day=1)
    until = min(_month(data.get("until", "")) or this, this)
    since = min(_month(data.get("since", "")) or _back(until, USUAL - 1), until)
    months = [until]
    while months[0] > since and len(months) < MOST:
        months.insert(0, _back(months[0], 1))
    return Span(months)


def last_day(month: date) -> date:
    return (month + 31 * DAY).replace(day=1) - DAY


def _month(text: str) -> date | None:
    found = day_of(f"{text}-01") if len(text) == 7 else None
    return found if found and found.year >= 2000 else None


def _back(month: date, n: int) -> date:
    for _step in range(n):
        month = (month - DAY).replace(day=1)
    return month
