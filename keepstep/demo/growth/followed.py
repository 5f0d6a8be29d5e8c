"""The shape of `en.py` and `ru.py` beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Followed:
    """A metric of a client, named by its fate: it began at `start` and grows by so many per cent a month.

    `target` is its goal, a share of its last number, to be reached within so many months from now (`due`, which may be
    past); it was set `ago` months ago. `is_fresh`: its last number was entered today.
    """

    client: str
    name: str
    unit: str
    start: float
    growth: float
    is_size: bool = False
    better: str = "up"
    target: float | None = None
    due: int = 2
    ago: int = 5
    is_fresh: bool = False


@dataclass(frozen=True)
class Growth:
    """`said` and `plan` are what reviews of a quarter came to; `answer` is what the head thinks of being outgrown."""

    followed: tuple[Followed, ...]
    said: tuple[str, ...]
    plan: tuple[str, ...]
    answer: str
    carried: str
