"""How much of the income of a year ago is still there: net and gross retention, and cohorts (§5.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

NOTHING = Decimal(0)


class Paid(NamedTuple):
    """What a client paid in a span a year ago, and in as long a span now."""

    before: Decimal
    now: Decimal


@dataclass(frozen=True)
class Retention:
    """Of the `clients` who paid before: what they pay more, less, and no more. All sums are in one currency."""

    clients: int
    kept: int
    start: Decimal
    expansion: Decimal
    contraction: Decimal
    churned: Decimal

    @property
    def end(self) -> Decimal:
        return self.start + self.expansion - self.contraction - self.churned

    @property
    def net(self) -> float:
        """NRR, 1 being all: what the same clients pay now; above 1 they have grown."""
        return float(self.end / self.start)

    @property
    def gross(self) -> float:
        """GRR: without what they pay more, so never above 1."""
        return float((self.start - self.contraction - self.churned) / self.start)

    @property
    def clients_kept(self) -> float:
        return self.kept / self.clients


def retention(clients: Iterable[Paid]) -> Retention | None:
    """Those who paid nothing before are new and do not count. None: nobody did."""
    known = [one for one in clients if one.before > 0]
    if not known:
        return None
    stayed = [one for one in known if one.now > 0]
    return Retention(
        clients=len(known),
        kept=len(stayed),
        start=sum((one.before for one in known), NOTHING),
        expansion=sum((max(one.now - one.before, NOTHING) for one in stayed), NOTHING),
        contraction=sum((max(one.before - one.now, NOTHING) for one in stayed), NOTHING),
        churned=sum((one.before for one in known if one.now <= 0), NOTHING),
    )


class Cell(NamedTuple):
    """How many of a cohort paid in a period, and how much."""

    clients: int
    amount: Decimal


@dataclass(frozen=True)
class Cohort:
    """Those whose first payment fell into one period; `cells` are that period and those after it, none left out."""

    first: int
    cells: tuple[Cell, ...]

    @property
    def clients(self) -> int:
        return self.cells[0].clients

    def share(self, after: int) -> float | None:
        """Of its clients those who paid so many periods later; None: that is still to come."""
        return self.cells[after].clients / self.clients if after < len(self.cells) else None


def cohorts(known: Mapping[tuple[int, int], Cell], *, last: int) -> list[Cohort]:
    """`known` is by the period of the first payment and the period paid in, both as running numbers; up to `last`."""
    nobody = Cell(0, NOTHING)
    return [
        Cohort(first, tuple(known.get((first, period), nobody) for period in range(first, last + 1)))
        for first in sorted({first for first, _period in known if first <= last})
    ]
