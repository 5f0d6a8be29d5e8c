"""A table of spend: its columns recognised by their headings, each row an entry, or a fault at its row and field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Entry
from keepstep.intake.sheet import cell
from keepstep.intake.sheet.table import Row, Table, folded

NAMES = {
    "source": ("source", "channel", "источник", "канал", "рекламная система"),
    "campaign": ("campaign", "campaign name", "utm_campaign", "кампания", "название кампании", "рекламная кампания"),
    "month": ("month", "месяц"),
    "day": ("date", "day", "дата", "день"),
    "since": ("from", "since", "start", "start date", "с", "начало", "дата начала"),
    "until": ("until", "to", "end", "end date", "по", "до", "конец", "окончание", "дата окончания"),
    "amount": ("amount", "spend", "cost", "amount spent", "сумма", "расход", "расходы", "затраты", "стоимость"),
    "currency": ("currency", "currency code", "валюта"),
}
TIMES = ("month", "day", "since")
MOST = Decimal(10) ** 12


class Fault(NamedTuple):
    """What is wrong with a row of the file, at which of its columns."""

    row: int
    column: str
    words: str | Promise


@dataclass(frozen=True)
class Read:
    """`numbers` are those of the rows the entries stand in; days that cost nothing are none. With faults nothing is to
    be loaded."""

    entries: list[Entry]
    numbers: list[int]
    faults: list[Fault]


class Unrecognised(Exception):
    """A column is missing, without which no row says anything."""


def read(table: Table, *, sources: Iterable[Source], source: Source | None, currency: str) -> Read:
    """`source` is that of the rows which name none. Raises Unrecognised."""
    columns = _columns(table.headings)
    if "amount" not in columns:
        raise Unrecognised(_("No column says what was spent: name one “Amount” or “Cost”."))
    if not any(name in columns for name in TIMES):
        raise Unrecognised(_("No column says when: name one “Month” or “Date”, or two “From” and “Until”."))
    if "source" not in columns and source is None:
        raise Unrecognised(_("No column names the source: choose it above, or add a column “Source”."))
    reader = _Reader(columns, table.headings, {folded(one.name): one for one in sources}, source, currency)
    found = [(row.number, reader.entry(row)) for row in table.rows]
    return Read(
        entries=[one for _number, one in found if one],
        numbers=[number for number, one in found if one],
        faults=reader.faults,
    )


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Where each field stands; of two columns of the same meaning the first."""
    known = {name: field for field, names in NAMES.items() for name in names}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        plain = folded(heading).split(",")[0].strip()
        if field := known.get(plain):
            found.setdefault(field, place)
    return found


class _Reader:
    def __init__(
        self,
        columns: dict[str, int],
        headings: Sequence[str],
        sources: dict[str, Source],
        source: Source | None,
        currency: str,
    ) -> None:
        self.columns, self.headings, self.sources = columns, headings, sources
        self.source, self.currency = source, currency
        self.faults: list[Fault] = []

    def entry(self, row: Row) -> Entry | None:
        before = len(self.faults)
        source, span, amount = self._source(row), self._span(row), self._amount(row)
        self._check_currency(row)
        campaign = self._said(row, "campaign")
        if len(campaign) > 200:
            self._fault(row, "campaign", _("At most 200 characters."))
        if len(self.faults) > before or source is None or span is None or not amount:
            return None
        return Entry(source, campaign, *span, amount)

    def _said(self, row: Row, field: str) -> str:
        return row.cells[self.columns[field]] if field in self.columns else ""

    def _fault(self, row: Row, field: str, words: str | Promise) -> None:
        self.faults.append(Fault(row.number, self.headings[self.columns[field]], words))

    def _source(self, row: Row) -> Source | None:
        said = self._said(row, "source")
        if not said:
            if self.source is None:
                self._fault(row, "source", _("Which source is it? Name it, or choose one for all rows."))
            return self.source
        found = self.sources.get(folded(said))
        if found is None:
            self._fault(
                row, "source", _("There is no source “%(name)s”: add it in the settings.") % {"name": said[:100]}
            )
        return found

    def _span(self, row: Row) -> tuple[date, date] | None:
        """A month, a day, or from one day to another."""
        if said := self._said(row, "month"):
            return self._whole_month(row, said)
        if said := self._said(row, "day"):
            found = self._day(row, "day")
            return (found, found) if found else None
        if "since" not in self.columns:
            self._fault(row, next(name for name in TIMES if name in self.columns), _("When was it? The cell is empty."))
            return None
        since = self._day(row, "since")
        until = self._day(row, "until") if self._said(row, "until") else since
        if since and until and until < since:
            self._fault(row, "until", _("It ends before it begins."))
            return None
        return (since, until) if since and until else None

    def _whole_month(self, row: Row, said: str) -> tuple[date, date] | None:
        found = cell.month(said)
        if found is None and (first := cell.day(said)):
            found = cell.month(f"{first:%Y-%m}")
        if found is None:
            self._fault(row, "month", _("“%(text)s” is no month: write 2026-03.") % {"text": said[:50]})
        return found

    def _day(self, row: Row, field: str) -> date | None:
        said = self._said(row, field)
        found = cell.day(said)
        if found is None:
            self._fault(row, field, _("“%(text)s” is no day: write 2026-03-02 or 02.03.2026.") % {"text": said[:50]})
        return found

    def _amount(self, row: Row) -> Decimal | None:
        said = self._said(row, "amount")
        found = cell.amount(said)
        if found is None:
            self._fault(row, "amount", _("“%(text)s” is no amount.") % {"text": said[:50]})
        elif not 0 <= (rounded := found.quantize(Decimal("0.01"))) < MOST:
            self._fault(row, "amount", _("An amount is more than nothing, and less than a thousand milliards."))
        else:
            return rounded
        return None

    def _check_currency(self, row: Row) -> None:
        said = self._said(row, "currency")
        if said and said.upper() != self.currency:
            words = _("Spend is counted in %(currency)s: change it into that first.")
            self._fault(row, "currency", words % {"currency": self.currency})
