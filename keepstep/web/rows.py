"""Rows of a long list, and choices of a long select. A row's template is rendered once, with marks for its cells, and
then filled for each row: rendering it eighty times would cost ten times the rest of the page."""

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def lines(template: str, rows: Iterable[Any]) -> SafeString:
    """The rows, which are named tuples, each cell escaped; the template knows the cells by name, as text only."""
    rows = list(rows)
    if not rows:
        return SafeString("")
    fill = _layout(template, type(rows[0])._fields)
    return SafeString("".join([fill(*[_safe(cell) for cell in row]) for row in rows]))


def options(choices: Iterable[tuple[str, str]], *, chosen: str) -> SafeString:
    """The choices of a long select, as values and words."""
    return SafeString(
        "".join(
            [
                f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
                for value, words in choices
            ]
        )
    )


def _safe(cell: Any) -> str:
    """Text is escaped; only what is markup already, of our own making, stays."""
    return cell if isinstance(cell, SafeString) else escape(str(cell))


@cache
def _layout(template: str, cells: tuple[str, ...]) -> Callable[..., str]:
    marks = {name: f"{{{place}}}" for place, name in enumerate(cells)}
    return render_to_string(template, marks).strip().format
