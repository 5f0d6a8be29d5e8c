"""What a check found, and how to mend it."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    WELL = "ok"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """`part` of the installation, how it is, and what to do about it."""

    part: str
    state: State
    words: str
    mend: str = ""
