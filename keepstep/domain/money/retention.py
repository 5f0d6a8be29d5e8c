"""How the clients stay and what they are worth, read from their tenures (§5.6); too early where facts are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from keepstep.domain.money.tenure import Tenure, month_before
from keepstep.formulas.concentration import Concentration, concentration
from keepstep.formulas.lifetime_value import LifetimeValue, Stay, lifetime_value
from keepstep.formulas.retention import Paid, Retention, retention
from keepstep.formulas.survival import Curve, Lifetime, survival

MONTH = 365.25 / 12
"""In days."""
FEW, VERY_FEW = 5, 3
"""Fewer clients than this say nothing of how long clients stay, or of what remains of their income."""
HORIZON = 36
"""In months: what a client brings is told over its first three years."""
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Staying:
    """Of all clients who ever paid, as at the end of a day. What is None is too early to say."""

    tenures: Sequence[Tenure]
    day: date

    @cached_property
    def curve(self) -> Curve | None:
        """In months, from the first payment to the farewell or to this day."""
        if len(self.tenures) < FEW:
            return None
        return survival(Lifetime(self.months(one), one.left is not None) for one in self.tenures)

    @cached_property
    def revenue(self) -> Retention | None:
        """The last three full months beside the same three of the year before, all of which must have been seen."""
        if min((one.first for one in self.tenures), default=self.day) >= month_before(self.day, 14):
            return None
        found = retention(Paid(one.before, one.now) for one in self.tenures)
        return found if found and found.clients >= VERY_FEW else None

    @cached_property
    def growth(self) -> float | None:
        """Income of the last three full months ÷ that of the same three of the year before, new clients with it."""
        if self.revenue is None:
            return None
        return float(self.income / self.revenue.start)

    @cached_property
    def income(self) -> Decimal:
        """Of the last three full months."""
        return sum((one.now for one in self.tenures), NOTHING)

    @cached_property
    def concentration(self) -> Concentration | None:
        """Of the income of the last twelve full months."""
        return concentration(one.year for one in self.tenures)

    @cached_property
    def largest(self) -> list[Tenure]:
        """Who paid most in the last twelve full months."""
        return sorted((one for one in self.tenures if one.year > 0), key=lambda one: one.year, reverse=True)

    @cached_property
    def value(self) -> LifetimeValue | None:
        if self.curve is None or not self.curve.ended:
            return None
        stays = [Stay(one.amount, self.months(one)) for one in self.tenures if one.amount > 0]
        if len(stays) < FEW:
            return None
        return lifetime_value(stays, self.curve.restricted_mean(HORIZON))

    def months(self, one: Tenure) -> float:
        """For how long the client was with us; a last payment may come after the farewell."""
        return max((min(one.left or self.day, self.day) - one.first).days, 0) / MONTH
