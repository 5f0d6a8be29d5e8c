"""The three satisfactions: clients, people, company (§2, §5.9). The headline is the weakest of those known."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, prod

FULL = 1.25
"""Income of so many times that of the year before is all one can wish for; the same step down is the worst."""


@dataclass(frozen=True)
class Satisfactions:
    """`known` are from 0 to 100, the weakest first; `unknown` are the others."""

    known: Mapping[str, float]
    unknown: tuple[str, ...]

    @property
    def weakest(self) -> str:
        return next(iter(self.known))

    @property
    def headline(self) -> float:
        return self.known[self.weakest]

    @property
    def mean(self) -> float:
        """The geometric mean: one that is at nought takes all the others with it."""
        return float(prod(self.known.values()) ** (1 / len(self.known)))


def satisfactions(values: Mapping[str, float | None]) -> Satisfactions | None:
    """None while nothing is known."""
    known = sorted(((value, name) for name, value in values.items() if value is not None), key=lambda one: one[0])
    if not known:
        return None
    return Satisfactions(
        {name: value for value, name in known}, tuple(name for name, value in values.items() if value is None)
    )


def mean_of_known(parts: Mapping[str, float | None]) -> float | None:
    """What is unknown drops out; None while nothing is known."""
    known = [value for value in parts.values() if value is not None]
    return sum(known) / len(known) if known else None


def growth_mark(ratio: float) -> float:
    """From 0 to 100, of income ÷ that of the year before: standing still is 50, a quarter more 100, a fifth less 0."""
    if ratio <= 0:
        return 0.0
    return min(max(50 + 50 * log(ratio) / log(FULL), 0.0), 100.0)
