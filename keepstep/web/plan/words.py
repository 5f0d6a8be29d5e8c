"""Figures and verdicts of the plan as people read them."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from keepstep.formulas.amount import in_figures
from keepstep.formulas.plan import Suggestion
from keepstep.formulas.trend import Trend, Verdict

WHOLE = 100
SLOW, ALMOST = Decimal("0.9"), Decimal(1)
TONES = {Verdict.GROWING: "green", Verdict.FALLING: "red"}


def figure(amount: Decimal) -> str:
    """Without a currency, as it stands in a cell."""
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    return format_decimal(amount, pattern, locale=get_language() or "en")


def money(amount: Decimal, currency: str) -> str:
    return in_figures(amount.quantize(Decimal(1)), currency, language=get_language() or "en")


def per_cent(part: Decimal | float | None) -> str:
    return "" if part is None else f"{round(part * WHOLE)}\N{NO-BREAK SPACE}%"


def tone(pace: Decimal | None) -> str:
    """§6: below nine tenths of the pace there is a gap to close."""
    if pace is None:
        return ""
    return "red" if pace < SLOW else "green" if pace >= ALMOST else "amber"


def verdict(trend: Trend) -> str:
    if trend.rate is None:
        return _("too early")
    rate = per_cent(abs(trend.rate))
    if trend.verdict == Verdict.GROWING:
        return _("growing %(rate)s a month") % {"rate": rate}
    if trend.verdict == Verdict.FALLING:
        return _("falling %(rate)s a month") % {"rate": rate}
    return _("flat")


def why(made: Suggestion, currency: str) -> str:
    """The reason of a suggestion, with what it is made of."""
    if made.is_by_mean:
        said = _("%(amount)s: on average %(usual)s a month over the last three full months")
        usual = made.mean
    else:
        said = _("%(amount)s: the retainer of %(usual)s")
        usual = made.recurring
    words = said % {"amount": money(made.amount, currency), "usual": money(usual, currency)}
    if not made.growth:
        return words
    return _("%(words)s, and %(rate)s of growth") % {"words": words, "rate": f"{made.growth:f}\N{NO-BREAK SPACE}%"}


def passed(elapsed: int, days: int) -> str:
    return ngettext(
        "%(elapsed)s of %(days)s working day has passed", "%(elapsed)s of %(days)s working days have passed", days
    ) % {"elapsed": elapsed, "days": days}


def decimal(number: float) -> str:
    """With one figure after the point."""
    return format_decimal(number, "#,##0.0", locale=get_language() or "en")
