"""A handover of the demo: what was sold, what was promised, and how far it has come."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Transfer:
    """Hours are working ones before the demo's moment, each None where it has not come to that; a promise is due so
    many working days from it. `manager` counts account managers, `services` those of the catalogue with an amount.
    Who `asked` by the form of the website was a lead first."""

    title: str
    company: str
    people: tuple[tuple[str, str, str, str], ...]
    amount: Decimal
    brief: str
    promises: tuple[tuple[str, int | None], ...]
    manager: int
    won: int
    assigned: int
    offered: int
    returned: int | None = None
    questions: str = ""
    accepted: int | None = None
    called: int | None = None
    steps: tuple[str, ...] = ()
    asked: str = ""
    services: tuple[tuple[int, Decimal], ...] = ()
    is_retainer: bool = False
