"""An act of acceptance on paper: what was done, what it comes to, both parties (§5.8)."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.money.act import Act
from keepstep.domain.money.act_line import ActLine
from keepstep.formulas.amount import in_figures
from keepstep.formulas.basket import Share, shares
from keepstep.outlet.agreement import words
from keepstep.outlet.agreement.paper import Line, Paper, of_text
from keepstep.outlet.pdf.agreement import pdf

UNKNOWN = "–"


def of(act: Act) -> Paper:
    """In its own language; without a number it is a draft, and marked as one."""
    with translation.override(act.language):
        ours, theirs = act.invoice.ours, act.invoice.theirs
        values = words.of_sides(ours, theirs) | _facts(act)
        values |= words.of_sum(act.total, currency=act.currency, language=act.language, vat=_vat(act))
        lines = _lines(act)
        return of_text(
            act.text.text, values, title=title(act), language=act.language, ours=ours, theirs=theirs,
            watermark="" if act.number else pgettext("watermark", "Draft"), lines=[_line(one, act) for one in lines],
            sums=_sums(act),
        )  # fmt: skip


def printed(act: Act) -> bytes:
    return pdf(of(act), agency_id=act.invoice.agency_id)


def title(act: Act) -> str:
    said = {"number": act.number or UNKNOWN, "day": words.day_in_words(act.day)}
    return _("Act No %(number)s of %(day)s") % said


def _facts(act: Act) -> dict[str, str]:
    return {
        "act.number": act.number or UNKNOWN,
        "act.day": words.day_in_words(act.day),
        "invoice.number": act.invoice.number,
        "invoice.day": words.day_in_words(act.invoice.issued_on),
        "basis": act.invoice.basis or _("invoice No %(number)s") % {"number": act.invoice.number},
    }


def _vat(act: Act) -> str:
    found = shares(Share(one.line.rate, one.total, one.tax) for one in _lines(act))
    rate = found[0].rate if len(found) == 1 else None
    return words.of_vat(act.tax, rate=rate, currency=act.currency, language=act.language, shares=found)


def _lines(act: Act) -> list[ActLine]:
    return list(act.printed_lines if act.printed_lines is not None else act.lines.select_related("line"))


def _line(one: ActLine, act: Act) -> Line:
    known = one.line
    amount = one.net if act.invoice.vat == VatWay.TOP else one.total
    price = amount / one.quantity if known.discount else known.price
    return Line(
        place=str(one.place), name=known.name, unit=known.unit,
        quantity=format_decimal(one.quantity, locale=act.language),
        price=_figures(price, act), amount=_figures(amount, act),
    )  # fmt: skip


def _sums(act: Act) -> list[tuple[str, str]]:
    if not act.tax:
        return [(_("Total"), _money(act.total, act)), (_("VAT"), _("without VAT"))]
    if act.invoice.vat == VatWay.TOP:
        return [
            (pgettext("of an invoice", "Sum"), _money(act.net, act)), (_("VAT"), _money(act.tax, act)),
            (_("Total"), _money(act.total, act)),
        ]  # fmt: skip
    return [(_("Total"), _money(act.total, act)), (_("including VAT"), _money(act.tax, act))]


def _money(amount: Decimal, act: Act) -> str:
    return in_figures(amount, act.currency, language=act.language, exact=True)


def _figures(amount: Decimal, act: Act) -> str:
    return format_decimal(amount, format="#,##0.00", locale=act.language)
