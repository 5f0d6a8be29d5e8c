"""How much hangs on the largest clients (§5.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum


class Alarm(IntEnum):
    NONE = 0
    NEAR = 20
    OVER = 25
    """The value is the largest share, in per cent, from which on it is given."""


@dataclass(frozen=True)
class Concentration:
    """`shares` of the whole, 1 being all, the largest first."""

    shares: tuple[float, ...]

    @property
    def largest(self) -> float:
        return self.shares[0]

    @property
    def hhi(self) -> float:
        """The index of Herfindahl and Hirschman, the sum of squares of the shares in per cent: 10,000 is one client."""
        return sum((100 * share) ** 2 for share in self.shares)

    @property
    def effective(self) -> float:
        """As many clients of one size would be as concentrated."""
        return 10_000 / self.hhi

    @property
    def alarm(self) -> Alarm:
        """Of the share as it is shown: nobody reads 20 % without its warning."""
        return max(alarm for alarm in Alarm if round(100 * self.largest) >= alarm)


def concentration(amounts: Iterable[Decimal]) -> Concentration | None:
    """Of what each client paid, in one currency; None: nobody did."""
    known = sorted((amount for amount in amounts if amount > 0), reverse=True)
    whole = sum(known)
    return Concentration(tuple(float(amount / whole) for amount in known)) if known else None
