"""A file as a table: headings, and rows with the numbers a person sees beside them."""

import csv
import io
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from keepstep.intake.sheet import workbook

DELIMITERS = ";,\t"
SIGNATURE = "\ufeff"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Row(NamedTuple):
    """`number` counts from 1, the headings included; as many cells as there are headings."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[Row]


class Unreadable(Exception):
    """It is no table, or an empty one."""


def read(content: bytes) -> Table:
    """CSV with semicolons, commas or tabs, in UTF-8 or cp1251; of a workbook its first sheet. Raises Unreadable."""
    lines = rows(content)
    if not lines:
        raise Unreadable(_("There is nothing in this file."))
    headings = [cell.strip() for cell in lines[0].cells]
    under = [Row(one.number, _padded(one.cells, len(headings))) for one in lines[1:]]
    if not under:
        raise Unreadable(_("There are headings in this file and no rows under them."))
    return Table(headings, under)


def rows(content: bytes) -> list[Row]:
    """All rows that say anything, as they stand, whatever the first of them is. Raises Unreadable."""
    return _of_workbook(content) if content.startswith(WORKBOOKS) else _lines(_text(content))


def _of_workbook(content: bytes) -> list[Row]:
    try:
        told = workbook.rows(content)
    except workbook.Unreadable as error:
        raise Unreadable(_("This workbook cannot be read: save it anew, or as CSV.")) from error
    return [Row(number, cells) for number, cells in enumerate(told, start=1) if any(cell.strip() for cell in cells)]


def _text(content: bytes) -> str:
    """Excel in Russian writes cp1251, everybody else UTF-8."""
    if b"\0" in content:
        raise Unreadable(_("This is no table: save it as CSV."))
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The letters of this file cannot be read: save it as CSV in UTF-8."))


def _lines(text: str) -> list[Row]:
    """Rows that say anything; a row may go over several lines, where a cell is quoted."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        told = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(_("This is no table: save it as CSV.")) from error
    return [Row(number, cells) for number, cells in enumerate(told, start=1) if any(cell.strip() for cell in cells)]


def _padded(cells: list[str], wide: int) -> list[str]:
    """What stands beyond the last heading belongs to none."""
    return [cell.strip() for cell in (cells + [""] * wide)[:wide]]


def folded(heading: str) -> str:
    """A heading as it is compared: without case, marks of the required, and ё."""
    plain = heading.removeprefix(SIGNATURE).replace("\u00a0", " ").lower().replace("ё", "е")
    return " ".join(plain.split()).rstrip("*: ").strip()
