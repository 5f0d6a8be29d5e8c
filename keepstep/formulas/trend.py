"""The development of an account: which way its average check goes, whatever single months say (§5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import exp, log
from statistics import median

MONTHS = 6
"""So many full months are looked at."""
FEWEST = 3
"""With payments in fewer of them it is too early to say."""
BOUND = 0.01
"""A month; between falling and growing by less lies what is flat."""


class Verdict(StrEnum):
    GROWING = "growing"
    FALLING = "falling"
    FLAT = "flat"
    EARLY = "early"


@dataclass(frozen=True)
class Trend:
    """`rate` is the growth a month, 0.1 being 10 %; `slopes` are those of all pairs of months, of whose median it is
    made; `months` is how many had payments."""

    rate: float | None
    slopes: tuple[float, ...]
    months: int

    @property
    def verdict(self) -> Verdict:
        if self.rate is None:
            return Verdict.EARLY
        if self.rate > BOUND:
            return Verdict.GROWING
        return Verdict.FALLING if self.rate < -BOUND else Verdict.FLAT


def trend(checks: Mapping[int, float]) -> Trend:
    """Theil–Sen slope of the logarithm. `checks` are average checks by the number of the month; one without payments
    is absent (P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, 1968)."""
    known = sorted((month, log(check)) for month, check in checks.items() if check > 0)
    slopes = tuple((later - earlier) / (to - since) for (since, earlier), (to, later) in combinations(known, 2))
    rate = exp(median(slopes)) - 1 if len(known) >= FEWEST else None
    return Trend(rate, slopes, len(known))
