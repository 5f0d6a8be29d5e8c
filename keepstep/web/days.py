"""Working days as the pages count them, and what an address says about where a page begins."""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from keepstep.formulas.day_count import DayCount
from keepstep.formulas.working_time import WorkingTime


@lru_cache(maxsize=64)
def day_count(time: WorkingTime, today: date) -> DayCount:
    return DayCount(time.is_working_day, today=today)


def silent_days(heard_at: datetime | None, time: WorkingTime, at: datetime) -> int | None:
    """§4: working days since the client last heard from us, in its own calendar; None is never."""
    return None if heard_at is None else day_count(time, time.local_day(at)).since(time.local_day(heard_at))


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
