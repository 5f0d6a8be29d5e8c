"""What a client brings while it stays: income a month × months, with its doubt (§5.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from keepstep.formulas.survival import Mean

Z = 1.96


class Stay(NamedTuple):
    """What a client has paid in all, and the months it was with us."""

    amount: Decimal
    months: float


@dataclass(frozen=True)
class LifetimeValue:
    """`monthly` is what all paid ÷ the months all stayed; `value` is over the first `horizon` months, ± `error`."""

    monthly: float
    monthly_error: float
    months: Mean
    clients: int

    @property
    def value(self) -> float:
        return self.monthly * self.months.value

    @property
    def error(self) -> float:
        """Of a product of two estimates that are taken as independent of one another (delta method)."""
        return sqrt((self.months.value * self.monthly_error) ** 2 + (self.monthly * self.months.error) ** 2)

    @property
    def low(self) -> float:
        return max(self.value - Z * self.error, 0.0)

    @property
    def high(self) -> float:
        return self.value + Z * self.error


def lifetime_value(stays: Sequence[Stay], months: Mean) -> LifetimeValue | None:
    """The doubt of the ratio is that of a sample of clients (Cochran 1977, §2.11). None with fewer than two."""
    n, whole = len(stays), sum(one.months for one in stays)
    if n < 2 or whole <= 0:
        return None
    monthly = float(sum(one.amount for one in stays)) / whole
    squares = sum((float(one.amount) - monthly * one.months) ** 2 for one in stays)
    return LifetimeValue(monthly, sqrt(squares * n / (n - 1)) / whole, months, n)
