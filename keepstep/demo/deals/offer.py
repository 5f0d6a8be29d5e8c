"""A deal of the demo: what somebody may buy, how far it has come, and how long it has stood there."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Offer:
    """`stage` counts the usual stages; `begun` and `moved` are working hours before the demo's moment; `due` working
    days from it, or None where nobody has planned anything; `reason` counts the usual reasons of a lost one.
    `answers` are those to the usual questions in their order, as far as they go; `requisites` those of the company with
    which a contract is drawn up about the `work`, and `more` what an addendum to it adds."""

    title: str
    company: str
    name: str
    phone: str
    amount: Decimal
    stage: int
    begun: int
    moved: int
    task: str = ""
    due: int | None = None
    note: str = ""
    reason: int | None = None
    waived: str = ""
    answers: tuple[str, ...] = ()
    requisites: dict[str, str] | None = None
    work: str = ""
    more: str = ""
