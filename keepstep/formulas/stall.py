"""Stalls and the rungs they climb, as arithmetic on ordinals of working days (§5.3).

The ordinal `n` of a date is the number of working days up to and including it.
"""

from collections.abc import Sequence
from typing import NamedTuple

LADDER = (1, 2, 3, 5)


class Fired(NamedTuple):
    """A rung and the day of the stall on which it fired; a repeated last rung counts on."""

    rung: int
    stall_day: int


def stalled_days(today_n: int, last_step_n: int, stall_after: int = 2, due_n: int | None = None) -> int:
    """§5.3: today's day of the stall, 0 without one.

    With a step on Monday and a patience of 2, Wednesday is day 1; so is the first working day after the due date
    (`due_n`) of a ball. The earlier cause counts.
    """
    silent = today_n - last_step_n - stall_after + 1
    overdue = today_n - due_n if due_n is not None else 0
    return max(silent, overdue, 0)


def rung_due(stall_day: int, rungs: Sequence[int] = LADDER, repeat: int | None = 5) -> list[Fired]:
    """§5.3: every rung fired so far, the one due now last; `rungs` are days of the stall, the first rung is 1.

    The last rung fires again every `repeat` days and never expires. Raises ValueError if the days do not rise from 1 on.
    """
    if any(later <= earlier for earlier, later in zip((0, *rungs), rungs, strict=False)):
        raise ValueError(f"The rungs of a ladder must rise from day 1 on: {tuple(rungs)}")
    days = [day for day in rungs if day <= stall_day]
    if rungs and repeat:
        days += range(rungs[-1] + repeat, stall_day + 1, repeat)
    return [Fired(rung, day) for rung, day in enumerate(days, start=1)]
