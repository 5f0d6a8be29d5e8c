"""How long clients stay: the share of them still there after a time, of whom some have left and some are still with us
(Kaplan & Meier 1958; §5.6). Times are in any one unit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

HALF = 0.5
Z = 1.96


class Lifetime(NamedTuple):
    """`is_over`: ended after this time; otherwise it has lasted so long up to now."""

    length: float
    is_over: bool


class Share(NamedTuple):
    """From 0 to 1, with the bounds between which it lies with 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Step:
    """At this time so many of those at risk left. `doubt` is Greenwood's sum of d ÷ n(n − d) up to it."""

    at: float
    at_risk: int
    ended: int
    value: float
    doubt: float

    @property
    def error(self) -> float:
        """Greenwood's standard error."""
        return self.value * sqrt(self.doubt) if self.value else 0.0

    @property
    def share(self) -> Share:
        """Bounds on the scale log(−log S), so that they never leave 0 to 1 (Kalbfleisch & Prentice)."""
        if not 0 < self.value < 1:
            return Share(self.value, self.value, self.value)
        width = Z * sqrt(self.doubt) / log(self.value)
        return Share(self.value, self.value ** exp(-width), self.value ** exp(width))


class Median(NamedTuple):
    """The time after which half have left, and its bounds; None is "not reached"."""

    value: float | None
    low: float | None
    high: float | None


class Mean(NamedTuple):
    """The mean time within the first `horizon`, and its standard error."""

    value: float
    error: float
    horizon: float


@dataclass(frozen=True)
class Curve:
    """`longest` is how far it was seen: nothing is known of later."""

    steps: Sequence[Step]
    n: int
    longest: float

    @property
    def ended(self) -> int:
        return sum(step.ended for step in self.steps)

    def alive_at(self, time: float) -> Share | None:
        """None: nobody was seen for so long, unless all had left before."""
        passed = [step for step in self.steps if step.at <= time]
        if time > self.longest and not (passed and passed[-1].value == 0):
            return None
        return passed[-1].share if passed else Share(1.0, 1.0, 1.0)

    @property
    def median(self) -> Median:
        shares = [(step.at, step.share) for step in self.steps]
        return Median(
            next((at for at, share in shares if share.value <= HALF), None),
            next((at for at, share in shares if share.low <= HALF), None),
            next((at for at, share in shares if share.high <= HALF), None),
        )

    def restricted_mean(self, horizon: float) -> Mean:
        """The area under the curve up to the horizon, or as far as it was seen (Irwin 1949)."""
        ends = min(horizon, self.longest)
        steps = [step for step in self.steps if step.at < ends]
        times = [0.0, *(step.at for step in steps), ends]
        values = [1.0, *(step.value for step in steps)]
        areas = [value * (until - since) for value, since, until in zip(values, times, times[1:], strict=False)]
        beyond, variance = 0.0, 0.0
        for step, area in zip(reversed(steps), reversed(areas), strict=False):
            beyond += area
            if step.at_risk > step.ended:
                variance += beyond**2 * step.ended / (step.at_risk * (step.at_risk - step.ended))
        return Mean(sum(areas), sqrt(variance), ends)


def survival(lifetimes: Iterable[Lifetime]) -> Curve | None:
    """A step for each time at which somebody left, who comes before those that were only seen so far. None: nobody."""
    known = list(lifetimes)
    if not known:
        return None
    ended = Counter(one.length for one in known if one.is_over)
    seen = Counter(one.length for one in known)
    steps, at_risk, value, doubt = [], len(known), 1.0, 0.0
    for at in sorted(seen):
        if left := ended[at]:
            value *= (at_risk - left) / at_risk
            doubt += left / (at_risk * (at_risk - left)) if at_risk > left else 0.0
            steps.append(Step(at, at_risk, left, value, doubt))
        at_risk -= seen[at]
    return Curve(steps, len(known), max(seen))
