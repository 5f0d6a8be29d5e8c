"""Querysets put together once: Django takes several times as long to compose a statement as PostgreSQL to answer it.
What every page asks stays composed, with marks where its values go."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar, get_type_hints
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
R = TypeVar("R")

numbers = count(1)
MARKS: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    str: lambda: uuid4().hex,
    date: lambda: date.fromordinal(next(numbers)),
    datetime: lambda: datetime.fromordinal(next(numbers)).replace(tzinfo=UTC),
}


class LostMark(TypeError):
    """A value does not stand in the statement as it was given, so that it cannot be put there anew."""


def composed(compose: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """The rows of a queryset; the function is called once. Its arguments are given by name, and are keys, texts, days
    or moments that the statement takes as they are."""
    statement = cache(lambda: _statement(compose))

    @wraps(compose)
    def rows(*args: P.args, **values: P.kwargs) -> list[R]:
        return statement().rows(*args, **values)

    return rows


@dataclass(frozen=True)
class _Statement:
    """`places` are the statement's parameters: the name of the value that goes there, else what always stands there."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[tuple[str, Any], ...]

    def rows(self, **values: Any) -> list[Any]:
        asked = self.queryset.all()
        compiler = copy(self.compiler)
        compiler.connection = connections[asked.db]
        params = tuple([values[name] if name else fixed for name, fixed in self.places])
        compiler.as_sql = lambda *_, **__: (self.sql, params)  # type: ignore[method-assign]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)


def _statement(compose: Callable[..., QuerySet[Any, Any]]) -> _Statement:
    hints = get_type_hints(compose)
    marks = {name: MARKS[hint]() for name, hint in hints.items() if name != "return"}
    queryset = compose(**marks)
    compiler = queryset.query.get_compiler(queryset.db)
    sql, params = compiler.as_sql()
    places = tuple(
        (next((name for name, mark in marks.items() if mark == param and type(mark) is type(param)), ""), param)
        for param in params
    )
    if lost := marks.keys() - {name for name, _ in places}:
        raise LostMark(f"{compose.__qualname__}: {', '.join(sorted(lost))}")
    return _Statement(queryset, compiler, sql, places)
