"""Order: how regularly a client hears from us (§5.2)."""

from collections.abc import Sequence
from itertools import takewhile
from math import sqrt

WINDOW = 20


def order_index(kept: Sequence[bool]) -> float | None:
    """§5.2: kept ÷ due over the last 20 due days, oldest first, from 0 to 1; None before the first."""
    last = kept[-WINDOW:]
    return sum(last) / len(last) if last else None


def streak(kept: Sequence[bool], *, ends_today: bool = False) -> int:
    """§5.2: kept due days in a row up to the last one; a today that is not kept yet does not break it."""
    if ends_today and kept and not kept[-1]:
        kept = kept[:-1]
    return len(list(takewhile(bool, reversed(kept))))


def wilson_lower(kept: int, due: int, z: float = 1.96) -> float | None:
    """§5.2: the share we may be sure of (Wilson 1927), by which people are ranked; None before the first due day."""
    if due == 0:
        return None
    share, doubt = kept / due, z * z / due
    margin = sqrt(doubt * (share * (1 - share) + doubt / 4))
    return max((share + doubt / 2 - margin) / (1 + doubt), 0.0)
