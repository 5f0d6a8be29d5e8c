"""Rows of a long list, and choices of a long select. A row's template is rendered once, with marks for its cells, and
then filled for each row: rendering it eighty times would cost ten times the rest of the page."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple, get_type_hints

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST_SELECTS = 256
MOST_ROWS = 8192
"""Of a list, which keeps them by all that they say: most rows of a page are as they were a moment ago."""
BETWEEN = "\0"
"""Stands in no text of ours: the database refuses it."""


def lines(template: str, rows: Iterable[NamedTuple]) -> SafeString:
    """The rows one after another."""
    return SafeString("".join(each(template, rows)))


def each(template: str, rows: Iterable[NamedTuple]) -> list[SafeString]:
    """The rows, which are named tuples of texts; the template knows the cells by name, as text only.

    A cell whose type is SafeString is markup of our own making and stays; every other is escaped.
    """
    rows = list(rows)
    if not rows:
        return []
    fill, markup = _layout(template, type(rows[0]))
    columns = [
        _markup(cells) if is_markup else _escaped(cells)
        for is_markup, cells in zip(markup, zip(*rows, strict=True), strict=True)
    ]
    return [SafeString(fill(*cells)) for cells in zip(*columns, strict=True)]


def options(choices: Iterable[tuple[str, object]], *, chosen: str) -> SafeString:
    """The choices of a select, as values and words."""
    return _options(tuple([(value, str(words)) for value, words in choices]), chosen)


@lru_cache(MOST_SELECTS)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Colleagues are two hundred on every page of a list, and seldom others than a moment ago."""
    return SafeString(
        "".join(
            [
                f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
                for value, words in choices
            ]
        )
    )


def _escaped(cells: Sequence[str]) -> list[str]:
    """All of a column at once: most of it needs nothing."""
    return escape(BETWEEN.join(cells)).split(BETWEEN)


def _markup(cells: Sequence[str]) -> Sequence[str]:
    if not all(isinstance(cell, SafeString) for cell in cells):
        raise TypeError("A cell that is said to be markup is text.")
    return cells


@cache
def _layout(template: str, kind: type[Any]) -> tuple[Callable[..., str], tuple[bool, ...]]:
    """How a row is filled, and which of its cells are markup."""
    marks = {name: f"{{{place}}}" for place, name in enumerate(kind._fields)}
    types = get_type_hints(kind)
    return render_to_string(template, marks).strip().format, tuple(types[name] is SafeString for name in kind._fields)
