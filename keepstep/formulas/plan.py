"""The monthly plan: what is suggested, how far it is reached, where it leads, how well it was made (§5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

NOTHING, ONE, WHOLE, CENT = Decimal(0), Decimal(1), Decimal(100), Decimal("0.01")
LOOKED_BACK = 3
"""Over so many full months the mean fact is taken."""


@dataclass(frozen=True)
class Suggestion:
    """`amount` is the larger of `recurring` and `mean`, with the account's `growth` in per cent,
    as people plan: rounded up to a whole one."""

    recurring: Decimal
    mean: Decimal
    growth: Decimal

    @property
    def is_by_mean(self) -> bool:
        return self.mean > self.recurring

    @property
    def amount(self) -> Decimal:
        exact = max(self.recurring, self.mean) * (WHOLE + self.growth) / WHOLE
        return exact.quantize(ONE, ROUND_CEILING)


def suggested(*, recurring: Decimal, facts: Sequence[Decimal], growth: Decimal = NOTHING) -> Suggestion:
    """`facts` are those of the last full months; months without any count as nothing."""
    return Suggestion(recurring, _rounded(sum(facts, NOTHING) / LOOKED_BACK), growth)


def attainment(fact: Decimal, plan: Decimal) -> Decimal | None:
    """None: nothing was planned."""
    return fact / plan if plan > 0 else None


def pace(fact: Decimal, plan: Decimal, *, elapsed: int, days: int) -> Decimal | None:
    """The fact to what the plan asks for by now: `elapsed` of the month's working `days` have come. None: too early."""
    return fact * days / (plan * elapsed) if plan > 0 and elapsed > 0 else None


@dataclass(frozen=True)
class Projection:
    """Where a month leads if nothing else happens."""

    fact: Decimal
    awaited: Decimal
    recurring: Decimal

    @property
    def amount(self) -> Decimal:
        return self.fact + self.awaited + self.recurring


def accuracy(fact: Decimal, plan: Decimal) -> Decimal | None:
    """1 − |fact − plan| ÷ plan, not below 0. None: nothing was planned."""
    return max(1 - abs(fact - plan) / plan, NOTHING) if plan > 0 else None


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
