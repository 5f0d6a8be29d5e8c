"""A statement as a table, as banks give it for Excel: columns are known by their headings, Russian or English.

Banks put words above the headings and sums under the last row; neither is a movement.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from keepstep.domain.money.bank_file import Movement
from keepstep.intake.bank.fault import BrokenFile, no_statement
from keepstep.intake.sheet import cell, table
from keepstep.intake.sheet.table import Row, folded

HEADINGS: dict[str, tuple[str, ...]] = {
    "day": (
        "дата", "дата операции", "дата проводки", "дата документа", "дата платежа", "дата зачисления",
        "дата совершения операции", "date", "booking date", "value date", "transaction date", "posting date",
        "date started (utc)",
    ),
    "amount": (
        "сумма", "сумма операции", "сумма платежа", "сумма документа", "сумма в валюте счета", "amount", "sum",
        "transaction amount", "amount (eur)", "paid in/out",
    ),
    "credit": (
        "кредит", "приход", "поступление", "поступления", "зачислено", "сумма по кредиту", "сумма зачисления",
        "обороты по кредиту", "credit", "credit amount", "money in", "paid in", "incoming",
    ),
    "debit": (
        "дебет", "расход", "списание", "списания", "списано", "сумма по дебету", "сумма списания", "обороты по дебету",
        "debit", "debit amount", "money out", "paid out", "outgoing",
    ),
    "payer": (
        "плательщик", "контрагент", "наименование контрагента", "наименование плательщика", "отправитель",
        "корреспондент", "payer", "payer name", "counterparty", "counterparty name", "name", "from", "partner name",
    ),
    "inn": ("инн", "инн плательщика", "инн контрагента", "инн корреспондента", "inn", "tax number", "tax id"),
    "account": (
        "счет плательщика", "счет контрагента", "счет корреспондента", "расчетный счет контрагента",
        "payer account", "counterparty account", "payer iban", "counterparty iban", "partner iban",
    ),
    "ours": (
        "счет", "номер счета", "расчетный счет", "наш счет", "счет получателя", "account", "account number",
        "own account", "iban", "our account",
    ),
    "purpose": (
        "назначение платежа", "назначение", "основание платежа", "описание", "описание операции", "содержание операции",
        "purpose", "description", "details", "payment details", "reference", "payment reference",
        "remittance information",
    ),
    "document": (
        "номер документа", "№ документа", "номер", "№", "номер п/п", "№ п/п", "document", "document number", "number",
        "transaction id", "id",
    ),
    "currency": ("валюта", "валюта счета", "код валюты", "currency"),
}  # fmt: skip
"""What each column may be called, as `folded` has it."""
COLUMN_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings}
DEEPEST = 40
"""So many rows may stand above the headings."""
SUMS = re.compile(r"итог|всего|остаток|сальдо|оборот|total|balance|sum of", re.IGNORECASE)
ACCOUNT = re.compile(r"(?<!\d)(\d{20})(?!\d)|\b([A-Z]{2}\d{2}[A-Z0-9]{11,30})\b")
HUNDREDTHS, MOST = Decimal("0.01"), 10**13
Columns = dict[str, int]


def is_it(content: bytes) -> bool:
    """Whether anything in it looks like headings of a statement."""
    try:
        return _headings(table.rows(content)) is not None
    except table.Unreadable:
        return False


def read(content: bytes) -> list[Movement]:
    """Raises BrokenFile."""
    rows = table.rows(content)
    place = _headings(rows)
    if place is None:
        raise no_statement()
    columns = _columns(rows[place])
    _check(columns, rows[place])
    ours = _account(rows[:place])
    return [_movement(row, columns, ours) for row in rows[place + 1 :] if not _is_sum(row, columns)]


def _headings(rows: Sequence[Row]) -> int | None:
    """The row of which most cells are headings we know, one of them the day or an amount."""
    best, found = 1, None
    for place, row in enumerate(rows[:DEEPEST]):
        known = set(_columns(row))
        if len(known) > best and known & {"day", "amount", "credit"}:
            best, found = len(known), place
    return found


def _columns(row: Row) -> Columns:
    """The first of several that are called alike."""
    columns: Columns = {}
    for place, heading in enumerate(row.cells):
        if name := COLUMN_OF.get(folded(heading)):
            columns.setdefault(name, place)
    return columns


def _check(columns: Columns, row: Row) -> None:
    """Says by name which column it cannot do without."""
    missing = [] if "day" in columns else [_("a date")]
    if not {"amount", "credit"} & set(columns):
        missing.append(_("an amount, or a credit"))
    if not {"payer", "inn", "purpose"} & set(columns):
        missing.append(_("a payer or a purpose"))
    if missing:
        words = _("There is no column with %(missing)s. These are there: %(known)s.")
        there = ", ".join(filter(None, (heading.strip() for heading in row.cells)))
        raise BrokenFile(row.number, words % {"missing": "; ".join(missing), "known": there})


def _account(above: Sequence[Row]) -> str:
    """Ours, where the words above the headings name it."""
    for row in above:
        for said in row.cells:
            if found := ACCOUNT.search(said.replace(" ", "").upper()):
                return found[0]
    return ""


def _is_sum(row: Row, columns: Columns) -> bool:
    """A row of totals or of a balance: it has no day of a movement."""
    return cell.day(_cell(row, columns, "day")) is None and any(SUMS.search(one) for one in row.cells)


def _movement(row: Row, columns: Columns, ours: str) -> Movement:
    amount, is_out = _amount(row, columns)
    inn = _bare(_cell(row, columns, "inn"))
    return Movement(
        line=row.number,
        ours=_bare(_cell(row, columns, "ours")) or ours,
        amount=amount,
        currency=_currency(_cell(row, columns, "currency")),
        day=_day(row, columns),
        is_out=is_out,
        payer=" ".join(_cell(row, columns, "payer").split()),
        inn=inn if inn.strip("0") else "",
        account=_bare(_cell(row, columns, "account")),
        purpose=" ".join(_cell(row, columns, "purpose").split()),
        document=_cell(row, columns, "document"),
    )


def _amount(row: Row, columns: Columns) -> tuple[Decimal, bool]:
    """What came, or what left us: by its column, or by its sign."""
    said = {name: _cell(row, columns, name) for name in ("credit", "debit", "amount")}
    known = {name: cell.amount(text) for name, text in said.items() if text.strip(" -–—")}
    for name, amount in known.items():
        if amount is None or amount != amount.quantize(HUNDREDTHS) or abs(amount) >= MOST:
            raise BrokenFile(row.number, _("“%(text)s” is no amount.") % {"text": said[name]})
    for name, is_out in (("credit", False), ("debit", True)):
        if amount := known.get(name):
            return abs(amount), is_out
    if amount := known.get("amount"):
        return abs(amount), amount < 0
    raise BrokenFile(row.number, _("“%(text)s” is no amount.") % {"text": said["amount"] or said["credit"]})


def _day(row: Row, columns: Columns) -> date:
    text = _cell(row, columns, "day")
    found = cell.day(text)
    if found is None:
        raise BrokenFile(row.number, _("“%(text)s” is no date.") % {"text": text})
    return found


def _currency(text: str) -> str:
    """As ISO 4217 has it; roubles have had two codes and a short name."""
    plain = text.strip().upper().rstrip(".")
    return "RUB" if plain in {"RUR", "РУБ", "810", "643", "РОССИЙСКИЙ РУБЛЬ"} else plain[:3]


def _cell(row: Row, columns: Columns, name: str) -> str:
    place = columns.get(name)
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _bare(number: str) -> str:
    return re.sub(r"[\s\u00a0.'-]", "", number).upper()
