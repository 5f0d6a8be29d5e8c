"""Querysets put together once: Django takes several times as long to compose a statement as PostgreSQL to answer it.
What every page asks stays composed, with marks where its values go, and the server keeps it prepared."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, wraps
from itertools import count
from typing import Any, ParamSpec, Self, TypeVar, get_type_hints
from uuid import UUID, uuid4

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from keepstep.postgres import prepared

P = ParamSpec("P")
R = TypeVar("R")

MOST_KINDS = 64
PLACE = re.compile("%[s%]")
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


@dataclass(frozen=True)
class _Statement:
    """`places` are its parameters: which value of which argument goes there. What always stands in it is written out,
    so that the server plans with it."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[Place, ...]

    def rows(self, given: dict[str, Any]) -> list[Any]:
        values = {place: value for name in given for place, value in _values(name, given[name])}
        found = self._carried_out(tuple([values[place] for place in self.places]))
        return self._read(found) if found else []

    def _carried_out(self, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """The rows, without what was selected for the order only."""
        rows = prepared.rows(self.sql, params)
        width = self.compiler.col_count
        return [row[:width] for row in rows] if self.compiler.has_extra_select else rows

    def _read(self, found: list[tuple[Any, ...]]) -> list[Any]:
        """What the queryset makes of the rows."""
        if self.queryset._iterable_class not in (ValuesListIterable, FlatValuesListIterable):
            return self._built(found)
        if self._converters:
            found = list(map(tuple, self.compiler.apply_converters(found, self._converters)))
        is_flat = self.queryset._iterable_class is FlatValuesListIterable
        return [value for (value,) in found] if is_flat else found

    @cached_property
    def _converters(self) -> dict[int, Any]:
        converters: dict[int, Any] = self.compiler.get_converters([each for each, *_ in self.compiler.select])
        return converters

    def _built(self, found: list[tuple[Any, ...]]) -> list[Any]:
        asked = self.queryset.all()
        compiler = copy(self.compiler)
        compiler.connection = connections[asked.db]
        compiler.execute_sql = lambda *_, **__: [found]  # type: ignore[method-assign,assignment]
        compiler.get_converters = lambda *_: self._converters  # type: ignore[method-assign]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)


def _statement(
    compose: Callable[..., QuerySet[Any, Any]], given: dict[str, Any], required: Sequence[str]
) -> _Statement:
    marks = [mark for name in given for mark in _values(name, given[name])]
    queryset = compose(**given)
    compiler = queryset.query.get_compiler(queryset.db)
    sql, params = compiler.as_sql()
    found = [_place(param, marks) for param in params]
    if lost := {*required} - {place[0] for place in found if place}:
        raise LostMark(f"{compose.__qualname__}: {', '.join(sorted(lost))}")
    stands = iter("%s" if place else _written(param) for place, param in zip(found, params, strict=True))
    sql = PLACE.sub(lambda place: next(stands) if place[0] == "%s" else place[0], sql)
    return _Statement(queryset, compiler, sql, tuple(place for place in found if place))


def _values(name: str, value: Any) -> list[tuple[Place, Any]]:
    if isinstance(value, Markable):
        return [((name, number), one) for number, one in enumerate(value.values)]
    return [((name, 0), value)] if type(value) in MARKS else []


def _place(param: Any, marks: list[tuple[Place, Any]]) -> Place | None:
    return next((place for place, mark in marks if type(mark) is type(param) and mark == param), None)


def _written(param: Any) -> str:
    """As it stands in a statement that has places for others."""
    written: str = connection.ops.compose_sql("%s", [param])  # type: ignore[attr-defined]  # PostgreSQL only
    return written.replace("%", "%%")
