"""The health of a client: one number from 0 to 100, with the parts that make it (§5.5)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

GREEN, AMBER = 70, 40
LEAST = 0.25
"""Of all weights; where less is known, it is too early to say a number."""
FALL, WITHIN = 15, 20
"""So many points within so many working days are a fall to be told of, whatever the band."""


class Band(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Part(NamedTuple):
    """`share` is what it weighs of the whole, of which all known parts make 1; `points` what it brings."""

    value: float
    share: float
    points: float


class Score(NamedTuple):
    """`unknown` names what dropped out."""

    value: float
    parts: dict[str, Part]
    unknown: tuple[str, ...]

    @property
    def band(self) -> Band:
        return band(self.value)


def health(factors: Mapping[str, float | None], weights: Mapping[str, int]) -> Score | None:
    """§5.5: the weighted mean of what is known; the unknown drops out, and so does what weighs nothing."""
    known = {name: value for name, value in factors.items() if value is not None and weights[name] > 0}
    if not known:
        return None
    total = sum(weights[name] for name in known)
    parts = {name: Part(value, weights[name] / total, value * weights[name] / total) for name, value in known.items()}
    value = min(max(sum(part.points for part in parts.values()), 0.0), 100.0)
    return Score(value, parts, tuple(name for name in factors if name not in known and weights[name] > 0))


def is_early(score: Score | None, weights: Mapping[str, int]) -> bool:
    """Too little is known: what is known weighs less than a quarter of the whole."""
    known = sum(weights[name] for name in score.parts) if score else 0
    return known < sum(weights.values()) * LEAST


def band(value: float) -> Band:
    """§5.5, of the number as it is shown: nobody reads 70 beside an amber sign."""
    shown = round(value)
    return Band.GREEN if shown >= GREEN else Band.AMBER if shown >= AMBER else Band.RED


def falls(before: Sequence[float], now: float) -> bool:
    """Whether to tell of it, from the values of the last 20 working days, the oldest first: the band is worse than on
    the day before, or it has lost 15 points since its best."""
    if not before:
        return False
    order = list(Band)
    return order.index(band(now)) > order.index(band(before[-1])) or round(max(before)) - round(now) >= FALL


def share(part: float, whole: float) -> float | None:
    """A share from 0 to 100, at most 100; nothing of nothing is unknown."""
    return min(max(part / whole * 100, 0.0), 100.0) if whole > 0 else None


def of_overdue(days: int, most: int = 30) -> float:
    """§5.5: nothing overdue is 100, thirty days are 0."""
    return max(100.0 - days * 100 / most, 0.0)


def of_mark(points: int, best: int = 5) -> float:
    """§5.5: a mark from one to five, to 0–100."""
    return (points - 1) * 100 / (best - 1)


def of_dossier(asked: int, known: int, fresh: int) -> float | None:
    """§5.5: how much of what is asked is known, and how much of it somebody has confirmed lately, half each. Of a
    dossier that nobody has begun nothing is said."""
    return (known + fresh) * 50 / asked if asked and known else None


def of_signs(days: int, enough: int = 10) -> float:
    """§5.5: days of the last 20 on which the client read, answered or came; every other day is all one can ask."""
    return min(days * 100 / enough, 100.0)
