"""A measured figure and how it is told."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    name: str
    figure: float
    unit: str
    goal: str = ""
    met: bool | None = None

    def line(self, *, as_json: bool) -> str:
        facts: dict[str, Any] = {**asdict(self), "figure": round(self.figure, 2)}
        if as_json:
            return json.dumps(facts)
        verdict = {True: "met", False: "not met", None: ""}[self.met]
        return f"{self.name:<58} {self.figure:>12,.2f} {self.unit:<22} {self.goal:<16} {verdict}"


def at_most(name: str, figure: float, unit: str, limit: float) -> Figure:
    return Figure(name, figure, unit, f"≤ {limit:g}", figure <= limit)


def figure(name: str, figure: float, unit: str, limit: float | None) -> Figure:
    """With a goal, where there is one."""
    return Figure(name, figure, unit) if limit is None else at_most(name, figure, unit, limit)
