"""The next offer: what accounts like this one bought and it has not, by lift, with its support (§5.4)."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)
FEWEST = 5
"""So many accounts have to stand behind an offer."""


@dataclass(frozen=True)
class Offer(Generic[S]):
    """`both` of the `buyers` of `known` also buy `service`, and `with_it` of `all` accounts."""

    service: S
    known: S
    both: int
    buyers: int
    with_it: int
    all: int

    @property
    def lift(self) -> float:
        """How many times as often as anybody."""
        return self.both * self.all / (self.buyers * self.with_it)


def offers(
    bought: Collection[S], *, pairs: Mapping[tuple[S, S], int], buyers: Mapping[S, int], accounts: int
) -> list[Offer[S]]:
    """The best first. `pairs` says how many accounts buy both; each service is offered for one reason, its best."""
    best: dict[S, Offer[S]] = {}
    for known in bought:
        for service, with_it in buyers.items():
            both = pairs.get((known, service), 0)
            if service in bought or both < FEWEST:
                continue
            made = Offer(service, known, both, buyers[known], with_it, accounts)
            if made.lift > 1 and (service not in best or _rank(made) > _rank(best[service])):
                best[service] = made
    return sorted(best.values(), key=_rank, reverse=True)


def _rank(one: Offer[S]) -> tuple[float, int]:
    return one.lift, one.both
