"""Rows as a file that spreadsheets open: CSV as Excel of the reader's language expects it."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

SIGNATURE = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
KIND = "text/csv; charset=utf-8"
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s()\-]*$)")
"""What a spreadsheet would reckon with instead of showing it; a telephone number is no such thing."""


class _Line:
    """What `csv` writes to: it answers the line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines(headings: Iterable[Any], rows: Iterable[Iterable[Any]], *, zone: ZoneInfo | None = None) -> Iterator[str]:
    """Moments are written in `zone`."""
    writer = csv.writer(_Line(), delimiter=";" if get_language() == "ru" else ",")
    yield SIGNATURE + writer.writerow([str(one) for one in headings])
    for row in rows:
        yield writer.writerow([_cell(one, zone) for one in row])


def _cell(value: Any, zone: ZoneInfo | None) -> str:
    is_russian = get_language() == "ru"
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):{'%d.%m.%Y %H:%M' if is_russian else '%Y-%m-%d %H:%M'}}"
    if isinstance(value, date):
        return f"{value:{'%d.%m.%Y' if is_russian else '%Y-%m-%d'}}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",") if is_russian else f"{value:f}"
    said = str(value)
    return f"'{said}" if FORMULA.match(said) else said
