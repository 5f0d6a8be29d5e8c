"""Figures of the company's pages in words: shares, sums without hundredths, months."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import format_compact_decimal
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from keepstep.domain.money.tenure import Spans, quarter_begins
from keepstep.formulas.amount import in_figures
from keepstep.formulas.survival import Share


def share(value: float | None, digits: int = 0) -> str:
    """In per cent, of 1; None is too early."""
    if value is None:
        return _("too early")
    return f"{floatformat(100 * value, digits)}\N{NO-BREAK SPACE}%"


def money(amount: Decimal | float, currency: str) -> str:
    """Whole units: a figure of many payments is read at a glance."""
    whole = Decimal(amount).quantize(Decimal(1), ROUND_HALF_EVEN)
    return in_figures(whole, currency, language=get_language() or "en")


def short(amount: Decimal) -> str:
    """Without its currency, for a table of many: 12K, 1.2M."""
    if not amount:
        return "0"
    return format_compact_decimal(
        amount, locale=get_language() or "en", fraction_digits=0 if 10_000 <= amount < 1_000_000 else 1
    )


def moved(amount: Decimal, currency: str) -> str:
    """With its sign; nothing has none."""
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{money(abs(amount), currency)}"


def bounds(found: Share) -> str:
    return f"{floatformat(100 * found.low, 0)}–{share(found.high)}"


def months(n: float) -> str:
    whole = round(n)
    return ngettext("%(n)s month", "%(n)s months", whole) % {"n": whole}


def clients(n: int) -> str:
    return ngettext("%(n)s client", "%(n)s clients", n) % {"n": n}


def span(days: tuple[date, date]) -> str:
    """Both days included."""
    first, last = (date_format(day, "DATE_FORMAT") for day in days)
    return f"{first} – {last}"


def month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def quarter(number: int) -> str:
    """II 2025: quarters are written with Roman figures in both languages."""
    begins = quarter_begins(number)
    return f"{('I', 'II', 'III', 'IV')[number % 4]} {date_format(begins, 'Y')}"


def change(ratio: float) -> str:
    """Of 1.12: +12 %."""
    return f"{'+' if ratio > 1 else '−' if ratio < 1 else ''}{share(abs(ratio - 1))}"


def now(day: date) -> str:
    """The last three full months."""
    return span(Spans(day).now)


def invoices(n: int) -> str:
    return ngettext("%(n)s invoice", "%(n)s invoices", n) % {"n": n}
