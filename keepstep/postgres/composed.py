"""Querysets put together once: Django takes several times as long to compose a statement as PostgreSQL to answer it.
What every page asks stays composed, with marks where its values go, and the server keeps it prepared."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, wraps
from itertools import count
from typing import Any, ParamSpec, Self, TypeVar, get_type_hints
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from keepstep.postgres import prepared

P = ParamSpec("P")
R = TypeVar("R")

MOST_KINDS = 64
numbers = count(1)
MARKS: dict[Any, Callable[[], Any]] = {
    UUID: uuid4,
    str: lambda: uuid4().hex,
    date: lambda: date.fromordinal(next(numbers)),
    datetime: lambda: datetime.fromordinal(next(numbers)).replace(tzinfo=UTC),
}


class Markable(ABC):
    """What stands in a statement with several values; those of one kind are told apart by nothing else."""

    @property
    @abstractmethod
    def kind(self) -> Hashable: ...

    @property
    @abstractmethod
    def values(self) -> Sequence[UUID]: ...

    @abstractmethod
    def marked(self) -> Self:
        """One of the same kind, with marks for its values."""


class LostMark(TypeError):
    """A value does not stand in the statement as it was given, so that it cannot be put there anew."""


def composed(compose: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """The rows of a queryset, for which the function is called once.

    Its arguments are given by name. Keys, texts, days and moments must stand in the statement as they are; others are
    `Markable`, or they choose the statement: it is composed once for each of their values.
    """
    hints = get_type_hints(compose)
    marked = [name for name in hints if hints[name] in MARKS]

    @lru_cache(MOST_KINDS)
    def statement(chosen: tuple[tuple[str, "_Kind"], ...]) -> _Statement:
        given = {name: MARKS[hints[name]]() for name in marked}
        return _statement(compose, given | {name: kind.example() for name, kind in chosen}, marked)

    @wraps(compose)
    def rows(*_none: P.args, **values: P.kwargs) -> list[R]:
        chosen = tuple([(name, _Kind(value)) for name, value in values.items() if hints[name] not in MARKS])
        return statement(chosen).rows(values)

    return rows


class _Kind:
    """A value that chooses the statement, equal to all others that choose the same one."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.kind = value.kind if isinstance(value, Markable) else value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kind) and self.kind == other.kind

    def __hash__(self) -> int:
        return hash(self.kind)

    def example(self) -> Any:
        return self.value.marked() if isinstance(self.value, Markable) else self.value


Place = tuple[str, int]
FIXED: Place = ("", 0)


@dataclass(frozen=True)
class _Statement:
    """`places` are its parameters: which value of which argument goes there, or else what always stands there."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[tuple[Place, Any], ...]

    def rows(self, given: dict[str, Any]) -> list[Any]:
        values = {place: value for name in given for place, value in _values(name, given[name])}
        params = tuple([fixed if place is FIXED else values[place] for place, fixed in self.places])
        if self.is_plain:
            return self._carried_out(params)
        asked = self.queryset.all()
        compiler = copy(self.compiler)
        compiler.connection = connections[asked.db]
        compiler.execute_sql = lambda *_, **__: [self._carried_out(params)]  # type: ignore[method-assign,assignment]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    @cached_property
    def is_plain(self) -> bool:
        """The rows are the queryset's as the database answers them: nothing is to be built of them or converted."""
        selected = [expression for expression, *_ in self.compiler.select]
        return self.queryset._iterable_class is ValuesListIterable and not self.compiler.get_converters(selected)

    def _carried_out(self, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """The rows, without what was selected for the order only."""
        rows = prepared.rows(self.sql, params)
        width = self.compiler.col_count
        return [row[:width] for row in rows] if self.compiler.has_extra_select else rows


def _statement(
    compose: Callable[..., QuerySet[Any, Any]], given: dict[str, Any], required: Sequence[str]
) -> _Statement:
    marks = [mark for name in given for mark in _values(name, given[name])]
    queryset = compose(**given)
    compiler = queryset.query.get_compiler(queryset.db)
    sql, params = compiler.as_sql()
    places = tuple((_place(param, marks), param) for param in params)
    if lost := {*required} - {name for (name, _), _ in places}:
        raise LostMark(f"{compose.__qualname__}: {', '.join(sorted(lost))}")
    return _Statement(queryset, compiler, sql, places)


def _values(name: str, value: Any) -> list[tuple[Place, Any]]:
    if isinstance(value, Markable):
        return [((name, number), one) for number, one in enumerate(value.values)]
    return [((name, 0), value)] if type(value) in MARKS else []


def _place(param: Any, marks: list[tuple[Place, Any]]) -> Place:
    return next((place for place, mark in marks if type(mark) is type(param) and mark == param), FIXED)
