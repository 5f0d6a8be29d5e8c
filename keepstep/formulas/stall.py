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
    """§5.3: today's day of the stall, 0 without one, from the ordinals of the last step and of a ball's due date."""
    overdue = today_n - due_n if due_n is not None else None
    return stall_day(moved=today_n - last_step_n, patience=stall_after, overdue=overdue)


def stall_day(*, moved: int, patience: int = 2, overdue: int | None = None) -> int:
    """§5.3: the day of the stall, from the working days since the last step and since the due date of an overdue ball.

    With a step on Monday and a patience of 2, Wednesday is day 1; so is the first working day after a due date. The
    earlier cause counts.
    """
    return max(moved - patience + 1, overdue or 0, 0)


def rung_due(day: int, rungs: Sequence[int] = LADDER, repeat: int | None = 5) -> list[Fired]:
    """§5.3: every rung fired by this day of the stall, the one due last; `rungs` are such days, the first rung is 1.

    The last rung fires again every `repeat` days and never expires. Raises ValueError if the days do not rise.
    """
    if any(later <= earlier for earlier, later in zip((0, *rungs), rungs, strict=False)):
        raise ValueError(f"The rungs of a ladder must rise from day 1 on: {tuple(rungs)}")
    fired = [after for after in rungs if after <= day]
    if rungs and repeat:
        fired += range(rungs[-1] + repeat, day + 1, repeat)
    return [Fired(rung, after) for rung, after in enumerate(fired, start=1)]
