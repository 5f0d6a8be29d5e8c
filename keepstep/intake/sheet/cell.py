"""What a cell of a table says: an amount, a day, a month, in the ways people and systems write them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.dates import get_month_names

DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
LANGUAGES = ("en", "ru")
DAY = timedelta(days=1)
CURRENCIES = re.compile(r"[€$₽£]|\b(?:eur|usd|rub|gbp|руб\.?|р\.)", re.IGNORECASE)


def amount(text: str) -> Decimal | None:
    """`1 284 000,50 ₽`, `1,284.50`, `1.284,50`, `468.0`; None where it is no amount."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", CURRENCIES.sub("", text))
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def day(text: str) -> date | None:
    """`2026-03-02`, `02.03.2026`, either with a time behind it; `13/03/2026` where only one reading is possible."""
    said = text.strip().replace("T", " ").split(" ")[0]
    for pattern in DAYS:
        try:
            return datetime.strptime(said, pattern).date()
        except ValueError:
            continue
    return _slashed(said)


def moment(text: str) -> datetime | None:
    """A day with its hour, midnight where none is said; without a zone."""
    found = day(text)
    if found is None:
        return None
    hour = re.search(r"[T ]([01]?\d|2[0-3]):([0-5]\d)", text.strip())
    return datetime(found.year, found.month, found.day, *(int(part) for part in hour.groups()) if hour else ())


def _slashed(said: str) -> date | None:
    parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said)
    if not parts:
        return None
    first, second, year = (int(part) for part in parts.groups())
    if first > 12 >= second or first == second:
        first, second = second, first
    elif not second > 12 >= first:
        return None
    try:
        return date(year, first, second)
    except ValueError:
        return None


def month(text: str) -> tuple[date, date] | None:
    """Its first and last day: `2026-03`, `03.2026`, `March 2026`, «март 2026»."""
    said = " ".join(text.lower().replace(",", " ").split()).removesuffix(" г.").removesuffix(" года")
    numbered = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4})", said)
    if numbered:
        year, of_year = (numbered[1], numbered[2]) if numbered[1] else (numbered[4], numbered[3])
        return _whole(int(year), int(of_year))
    name, _space, year = said.partition(" ")
    number = _names().get(name.rstrip("."))
    return _whole(int(year), number) if number and re.fullmatch(r"\d{4}", year) else None


def _whole(year: int, number: int) -> tuple[date, date] | None:
    if not 1 <= number <= 12 or not 2000 <= year <= 2100:
        return None
    first = date(year, number, 1)
    return first, (first + 31 * DAY).replace(day=1) - DAY


@cache
def _names() -> dict[str, int]:
    return {
        str(name).lower().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
