"""A fate: since when the client is with us, who works for it, and how its days go."""

from collections.abc import Callable
from dataclasses import dataclass

from keepstep.demo.day import Day
from keepstep.demo.story import Story
from keepstep.domain.talk.touchpoint import Form


@dataclass(frozen=True)
class Fate:
    """`starts` in working days ago; `manager` and `producer` are places in the agency's lists.

    `writes_by` is how the client asks and is answered.
    """

    live: Callable[[Story, Day], None]
    starts: int
    manager: int
    producer: int | None = None
    is_told_early: bool = False
    writes_by: Form = Form.EMAIL
