"""Growing in step: whether an agency and its client grow alike (§5.6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import log
from typing import NamedTuple

BOUND = log(1.25)
WINDOW = 12
LEAST = 3
"""So many months must lie between the first and the last window before anything is said."""


class Zone(StrEnum):
    IN_STEP = "in_step"
    CLIENT_OUTGROWS = "client"
    WE_OUTGROW = "agency"


class Gap(NamedTuple):
    """`ours` and `theirs` are the logarithms of both growths, `value` the one less the other."""

    ours: float
    theirs: float
    value: float

    @property
    def zone(self) -> Zone:
        if abs(self.value) <= BOUND:
            return Zone.IN_STEP
        return Zone.WE_OUTGROW if self.value > 0 else Zone.CLIENT_OUTGROWS


class Point(NamedTuple):
    """Both indices in the twelve months that end with this one; both begin at 100."""

    month: date
    ours: float
    theirs: float


class InStep(NamedTuple):
    points: list[Point]
    gap: Gap


def gap(ours_0: float, ours: float, theirs_0: float, theirs: float) -> Gap:
    """§5.6: ln(A_t ÷ A_0) − ln(C_t ÷ C_0). All four are above zero, else ValueError."""
    grown, they = log(ours / ours_0), log(theirs / theirs_0)
    return Gap(grown, they, grown - they)


def compare(ours: Mapping[date, float], theirs: Mapping[date, float], *, until: date) -> InStep | None:
    """§5.6 by month, each named by its first day: from the first twelve months both are known for, to the last that
    end with `until`. Of ours a month without a row brought nothing, of theirs it is not known. None is too early.
    """
    if not ours:
        return None
    last = _before(until, 0)
    begun = min(ours)
    known: list[tuple[date, float, float]] = []
    month = _after(begun, WINDOW - 1)
    while month <= last:
        window = [_before(month, n) for n in range(WINDOW)]
        they, we = _whole(theirs, window), sum(ours.get(each, 0.0) for each in window)
        if they and they > 0 and we > 0:
            known.append((month, we, they))
        month = _after(month, 1)
    if not known or _apart(known[0][0], known[-1][0]) < LEAST:
        return None
    _first, we_0, they_0 = known[0]
    points = [Point(month, we / we_0 * 100, they / they_0 * 100) for month, we, they in known]
    return InStep(points, gap(we_0, known[-1][1], they_0, known[-1][2]))


def _whole(values: Mapping[date, float], window: Sequence[date]) -> float | None:
    return sum(values[month] for month in window) if all(month in values for month in window) else None


def _before(month: date, n: int) -> date:
    return _after(month, -n)


def _after(month: date, n: int) -> date:
    number = month.year * 12 + month.month - 1 + n
    return date(number // 12, number % 12 + 1, 1)


def _apart(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
