"""Pages by key instead of by number: a row comparison that one index serves, however deep the page (`reference.md`)."""

from typing import Any

from django.db.models import BooleanField, Func, Value


class Beyond(Func):
    """`(a, b) > (x, y)`, compared as PostgreSQL compares rows."""

    template = "((%(expressions)s))"
    output_field = BooleanField()
    operator = ">"

    def as_sql(self, compiler: Any, connection: Any, *_names: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        sides = [compiler.compile(expression) for expression in self.source_expressions]
        half = len(sides) // 2
        left, right = (", ".join(sql for sql, _params in side) for side in (sides[:half], sides[half:]))
        return f"(({left}) {self.operator} ({right}))", tuple(value for _sql, params in sides for value in params)


class Before(Beyond):
    operator = "<"


def beyond(*pairs: tuple[Any, Any]) -> Beyond:
    """Rows after this one; each pair is an expression of the order and its value in the last row seen."""
    return Beyond(*(left for left, _ in pairs), *(_value(right) for _, right in pairs))


def before(*pairs: tuple[Any, Any]) -> Before:
    """Rows before this one, for orders that descend."""
    return Before(*(left for left, _ in pairs), *(_value(right) for _, right in pairs))


def _value(value: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value)
