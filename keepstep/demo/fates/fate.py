"""A fate: since when the client is with us, who works for it, and how its days go."""

from collections.abc import Callable
from dataclasses import dataclass

from keepstep.demo.day import Day
from keepstep.demo.story import Story


@dataclass(frozen=True)
class Fate:
    """`starts` in working days ago; `manager` and `producer` are places in the agency's lists."""

    live: Callable[[Story, Day], None]
    starts: int
    manager: int
    producer: int | None = None
    is_told_early: bool = False
