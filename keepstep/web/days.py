"""Working days as the pages count them, and what an address says about where a page begins."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from keepstep.formulas.day_count import DayCount
from keepstep.formulas.working_time import WorkingTime

FIRST_YEAR, LAST_YEAR = 2000, 2099


@lru_cache(maxsize=64)
def day_count(time: WorkingTime, today: date) -> DayCount:
    return DayCount(time.is_working_day, today=today)


def silence(time: WorkingTime, at: datetime) -> Callable[[datetime | None], int | None]:
    """§4: how many working days it is since clients of this calendar last heard from us; None is never."""
    days, day_of = day_count(time, time.local_day(at)), time.local_day
    return lambda heard_at: None if heard_at is None else days.since(day_of(heard_at))


def silent_days(heard_at: datetime | None, time: WorkingTime, at: datetime) -> int | None:
    """The silence of one client, in its own calendar."""
    return silence(time, at)(heard_at)


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """A day of our century; the last one of the calendar has none after it, nor a moment in every zone."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def moment_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
