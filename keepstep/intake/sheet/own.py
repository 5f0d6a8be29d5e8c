"""Columns of a file that hold fields of the agency's own: known by the names it gave them, or made for the file."""

import re
from collections.abc import Iterable, Sequence

from keepstep.domain.agency import own_list
from keepstep.domain.sales.own_field import Kind, OwnField, Values
from keepstep.intake import own_value
from keepstep.intake.own_value import Unfit
from keepstep.intake.sheet.heading import NOTHING
from keepstep.intake.sheet.line import Line
from keepstep.intake.sheet.table import Row, folded

OWN = "own:"
"""With a field's key behind it."""
NEW = f"{OWN}new"
"""A field is made for this column, called as its heading."""
PREFIXES = ("deal - ", "lead - ")
"""Pipedrive says of what a column is."""


NUMBERED = re.compile(r"0\d|\+|\d{10}")
"""So begins what is no quantity, though it is written in figures: a number of a document, a telephone."""


def column(field: OwnField) -> str:
    return f"{OWN}{field.key}"


def guessed(headings: Sequence[str], known: Sequence[str], ours: Iterable[OwnField]) -> list[str]:
    """A column that says nothing of what everybody keeps may be called as a field of ours; of two the first is."""
    names = {folded(one.name): column(one) for one in ours}
    fields: list[str] = []
    for heading, field in zip(headings, known, strict=True):
        own = NOTHING if field else names.get(_bare(heading), NOTHING)
        fields.append(field or (NOTHING if own in fields else own))
    return fields


def _bare(heading: str) -> str:
    said = folded(heading)
    return next((said.removeprefix(prefix) for prefix in PREFIXES if said.startswith(prefix)), said)


def introduced(
    kind: type[OwnField], headings: Sequence[str], fields: Sequence[str], rows: Sequence[Row]
) -> list[str]:  # fmt: skip
    """What the columns hold, once a field is made for each that is to have a new one. Raises NameTaken."""
    found = list(fields)
    for place in [place for place, field in enumerate(fields) if field == NEW]:
        made = own_list.add(kind, name=headings[place], kind=kind_of(kind, [row.cells[place] for row in rows]))
        found[place] = column(made)
    return found


def kind_of(of: type[OwnField], cells: Sequence[str]) -> Kind:
    """What every cell is that says anything; else text, in which nothing is lost."""
    said = [cell for cell in cells if cell.strip()]
    for kind in (Kind.NUMBER, Kind.DAY, Kind.YES_NO, Kind.LINK) if said else ():
        if all(_is(of(kind=kind), cell) for cell in said):
            return kind
    return Kind.TEXT


def _is(field: OwnField, cell: str) -> bool:
    if (field.kind == Kind.LINK and "//" not in cell) or (field.kind == Kind.NUMBER and NUMBERED.match(cell.strip())):
        return False
    try:
        own_value.read(field, cell)
    except Unfit:
        return False
    return True


def mapped(ours: Iterable[OwnField], fields: Sequence[str]) -> list[OwnField]:
    """Those of them that a column holds."""
    return [one for one in ours if column(one) in fields]


def values(line: Line, ours: Iterable[OwnField]) -> Values:
    """What the row says of them; what is not of its kind is a fault at its column."""
    found = {}
    for one in ours:
        try:
            found[one.key] = own_value.read(one, line.first(column(one)))
        except Unfit as why:
            line.fault(column(one), str(why))
    return {key: value for key, value in found.items() if value}
