"""The demo agency: a half year of work, simulated through the same verbs as the pages."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keepstep.demo.agency import Demo

DAYS = 125


def _unheard(_line: str) -> None:
    """Nobody listens to the progress."""


def make(
    *,
    day: date,
    language: str,
    at: datetime | None = None,
    days: int = DAYS,
    say: Callable[[str], None] = _unheard,
) -> "Demo":
    """An agency of its own with so many working days behind it, the last one being `day`, and with that day's round.

    Nothing has happened after `at` (11:00 of that day unless given). If that is before the work begins, the last
    facts are those of the working day before. The same day and language make the same agency, but for its keys.
    """
    # The models can be imported only once the settings know where the data are, which the command decides.
    from keepstep.demo.half_year import simulate

    return simulate(day=day, language=language, at=at, days=days, say=say)
