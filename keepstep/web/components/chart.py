"""A chart: one question, its title the answer in words, and the table behind it, from which the browser draws it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Look(StrEnum):
    """How a series is drawn; none is told from another by its colour alone."""

    LINE = "line"
    DASHED = "dashed"
    STEP = "step"
    """Stays until the next value, as survival does."""
    STEP_DASHED = "step-dashed"
    """A bound of it."""
    BAR = "bar"


class Tone(StrEnum):
    """Colours by their meaning, as `base.css` names them."""

    ACCENT = "accent"
    SOFT = "ink-soft"
    OURS = "ours"
    THEIRS = "theirs"
    THIRD = "third"
    CONCURRENT = "concurrent"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


@dataclass(frozen=True)
class Series:
    name: str
    look: Look = Look.LINE
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True)
class Cell:
    """`value` is drawn, `text` is read, in the reader's format; nothing is drawn where nothing is known."""

    value: float | None
    text: str


@dataclass(frozen=True)
class Line:
    """What stands at one place: a month with a cell for each series. `href` opens the facts behind it."""

    label: str
    cells: Sequence[Cell]
    href: str = ""


@dataclass(frozen=True)
class Guide:
    """A level to compare with: a goal, a bound."""

    value: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Series over places. `unit` stands at the axis ("%", "₽"); `least` and `most` bound it, where they are known."""

    title: str
    over: str
    series: Sequence[Series]
    lines: Sequence[Line]
    unit: str = ""
    guides: Sequence[Guide] = field(default_factory=tuple)
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        if any(len(line.cells) != len(self.series) for line in self.lines):
            raise ValueError("A line has a cell for each series.")


class Shape(StrEnum):
    """A point's group is told by its shape as well as by its colour."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    SQUARE = "rect"


@dataclass(frozen=True)
class Group:
    name: str
    shape: Shape
    tone: Tone


@dataclass(frozen=True)
class Point:
    """One thing on a map; `group` is its place in the map's groups."""

    label: str
    x: Cell
    y: Cell
    group: int = 0
    href: str = ""


@dataclass(frozen=True)
class Map:
    """Things by two of their numbers, `x` across and `y` up, in groups."""

    title: str
    over: str
    x: str
    y: str
    groups: Sequence[Group]
    points: Sequence[Point]
    x_unit: str = ""
    unit: str = ""
    guides: Sequence[Guide] = field(default_factory=tuple)
    least: float | None = None
    most: float | None = None
    x_is_log: bool = False

    def placed(self) -> list[tuple[Point, Group]]:
        return [(point, self.groups[point.group]) for point in self.points]
