"""Somebody who asks the demo agency for something, and what comes of it."""

from dataclasses import dataclass, field
from enum import Enum

from keepstep.domain.agency.wording import Wording


class Fate(Enum):
    WAITS = "waits"
    TAKEN = "taken"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """`source` and `reason` are places among the usual ones; `hours_ago` is working time; `met` criteria are met, the
    first of them first; `answer` is our letter, and `reply` what comes back."""

    hours_ago: float
    name: str
    message: str
    company: str = ""
    email: str = ""
    phone: str = ""
    source: int = 0
    fate: Fate = Fate.WAITS
    reason: int = 0
    said: str = ""
    answer: Wording | None = None
    reply: str = ""
    met: int = 0
    consent: str = ""
    first_touch: dict[str, str] = field(default_factory=dict)
    last_touch: dict[str, str] = field(default_factory=dict)
