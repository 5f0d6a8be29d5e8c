"""A table of a client's numbers: a row a month or a day, a column a metric; or a row a number, named by its metric."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.measuring import Entry
from keepstep.domain.clients.metric import Metric
from keepstep.intake.sheet import cell
from keepstep.intake.sheet.table import Row, Table, folded

WHEN = ("month", "date", "day", "period", "месяц", "дата", "день", "период")
METRIC = ("metric", "показатель")
VALUE = ("value", "number", "значение", "число")
MOST = 10**13


class Fault(NamedTuple):
    """What is wrong with a row of the file, at which of its columns."""

    row: int
    column: str
    words: str | Promise


@dataclass
class Read:
    """With faults nothing is to be entered; a cell that says nothing is no number and no fault."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Unrecognised(Exception):
    """A column is missing, without which no row says anything, or means nothing we know."""


def read(table: Table, *, metrics: Iterable[Metric], today: date) -> Read:
    """Raises Unrecognised."""
    names = [folded(heading) for heading in table.headings]
    known = {folded(one.name): one for one in metrics}
    when = next((place for place, name in enumerate(names) if name in WHEN), None)
    if when is None:
        raise Unrecognised(_("No column says when: name one “Month” or “Date”."))
    found, reader = Read(), _Reader(table.headings, when, today)
    named = next((place for place, name in enumerate(names) if name in METRIC), None)
    value = next((place for place, name in enumerate(names) if name in VALUE), None)
    if named is not None and value is not None:
        for row in table.rows:
            reader.named(row, known, named, value, found)
        return found
    columns = {place: known[name] for place, name in enumerate(names) if name in known}
    strange = [table.headings[place] for place, name in enumerate(names) if name and place not in {when, *columns}]
    if strange:
        words = _("“%(name)s” is no metric of this client: add it first, or take the column out.")
        raise Unrecognised(words % {"name": strange[0][:100]})
    if not columns:
        raise Unrecognised(_("No column is a metric of this client: name it as it is named here."))
    for row in table.rows:
        reader.wide(row, columns, found)
    return found


class _Reader:
    def __init__(self, headings: list[str], when: int, today: date) -> None:
        self.headings, self.when, self.today = headings, when, today

    def named(self, row: Row, known: dict[str, Metric], named: int, value: int, found: Read) -> None:
        metric = known.get(folded(row.cells[named]))
        if metric is None:
            words = _("This client has no metric “%(name)s”.") % {"name": row.cells[named][:100]}
            found.faults.append(Fault(row.number, self.headings[named], words))
        day = self._day(row, found)
        self._number(row, value, metric, day, found, may_be_empty=False)

    def wide(self, row: Row, columns: dict[int, Metric], found: Read) -> None:
        day = self._day(row, found)
        for place, metric in columns.items():
            self._number(row, place, metric, day, found, may_be_empty=True)

    def _day(self, row: Row, found: Read) -> date | None:
        said = row.cells[self.when]
        month = cell.month(said)
        day = month[0] if month else cell.day(said)
        words: str | Promise
        if day is None:
            words = _("“%(text)s” is no month and no day: write 2026-03 or 02.03.2026.") % {"text": said[:50]}
        elif day > self.today:
            words = _("This lies ahead.")
        else:
            return day
        found.faults.append(Fault(row.number, self.headings[self.when], words))
        return None

    def _number(
        self, row: Row, place: int, metric: Metric | None, day: date | None, found: Read, *, may_be_empty: bool
    ) -> None:
        said = row.cells[place]
        if not said and may_be_empty:
            return
        value = cell.amount(said.removesuffix("%").strip())
        if value is None or abs(value) >= MOST:
            words = _("“%(text)s” is no number.") % {"text": said[:50]}
            found.faults.append(Fault(row.number, self.headings[place], words))
        elif metric and day:
            found.entries.append(Entry(metric, day, value))
