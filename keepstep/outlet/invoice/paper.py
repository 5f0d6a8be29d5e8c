"""An invoice in words and numbers, in its own language: what the PDF and the page say (§5.8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.money import issuing
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.invoice_line import InvoiceLine
from keepstep.domain.money.priced_line import shares_of
from keepstep.formulas.amount import in_figures
from keepstep.formulas.amount_in_words import in_words
from keepstep.outlet.invoice.payment_code import drawing

PICTURES = ("logo", "stamp", "signature")
Side = dict[str, Any]


@dataclass(frozen=True)
class PaperLine:
    place: str
    name: str
    quantity: str
    unit: str
    price: str
    discount: str
    amount: str


@dataclass(frozen=True)
class Paper:
    """Ready words; `pictures` are hashes of kept files, `code` is an SVG, each empty where there is none."""

    language: str
    title: str
    watermark: str
    day: str
    due: str
    ours: list[tuple[str, str]]
    theirs: list[str]
    our_name: str
    bank: list[tuple[str, str]]
    basis: str
    note: str
    lines: list[PaperLine]
    sums: list[tuple[str, str]]
    total: tuple[str, str]
    words: str
    count: str
    signed: tuple[str, str]
    purpose: str
    code: str
    pictures: dict[str, str]
    heads: dict[str, str]


def of(invoice: Invoice, *, day: date) -> Paper:
    """The invoice as it was issued; a draft as it would be on this day, and marked as one."""
    ours, theirs = issuing.requisites(invoice)
    with translation.override(invoice.language):
        purpose = _purpose(invoice, invoice.issued_on) if invoice.issued_on else ""
        lines = list(invoice.lines.all())
        return Paper(
            language=invoice.language,
            title=_title(invoice, day),
            watermark=_watermark(invoice),
            day=date_format(invoice.issued_on or day, "j E Y"),
            due=_("To be paid by %(day)s") % {"day": date_format(invoice.due, "j E Y")} if invoice.due else "",
            our_name=ours["name"],
            ours=_ours(ours),
            theirs=_named(theirs) if theirs else [],
            bank=_bank(ours),
            basis=invoice.basis,
            note=invoice.note,
            lines=[_line(one, invoice) for one in lines],
            sums=_sums(invoice, lines),
            total=(_("Total to pay"), _money(invoice.total, invoice)),
            words=in_words(invoice.total, currency=invoice.currency, language=invoice.language),
            count=ngettext("%(n)s line for %(sum)s", "%(n)s lines for %(sum)s", len(lines))
            % {"n": len(lines), "sum": _money(invoice.total, invoice)},
            signed=(ours["position"], ours["signatory"]),
            purpose=purpose,
            code=_code(invoice, ours, purpose),
            pictures={name: ours.get(name, "") for name in PICTURES},
            heads=_heads(),
        )


def _title(invoice: Invoice, day: date) -> str:
    if not invoice.issued_on:
        return _("Invoice (draft)")
    said = {"number": invoice.number, "day": date_format(invoice.issued_on, "j E Y")}
    return _("Invoice No %(number)s of %(day)s") % said


def _watermark(invoice: Invoice) -> str:
    if invoice.cancelled_at:
        return pgettext("watermark", "Cancelled")
    return "" if invoice.issued_at else pgettext("watermark", "Draft")


def _purpose(invoice: Invoice, day: date) -> str:
    """What the client writes into the payment, so that it is recognised when it comes."""
    said = {"number": invoice.number, "day": date_format(day, "d.m.Y")}
    words = _("Invoice %(number)s of %(day)s") % said
    if not invoice.tax:
        return " ".join((f"{words}.", _("Without VAT.")))
    return f"{words}. " + _("Incl. VAT %(sum)s.") % {"sum": f"{invoice.tax:.2f} {invoice.currency}"}


def _code(invoice: Invoice, ours: Side, purpose: str) -> str:
    """Only where it is to be paid: nobody shall pay a draft by mistake."""
    if not invoice.issued_at or invoice.cancelled_at:
        return ""
    return drawing(ours, amount=invoice.total, currency=invoice.currency, purpose=purpose)


def _ours(ours: Side) -> list[tuple[str, str]]:
    reached = ", ".join(part for part in (ours["phone"], ours["email"]) if part)
    return [(head, words) for head, words in ((_("Supplier"), ", ".join(_named(ours))), ("", reached)) if words]


def _named(side: Side) -> list[str]:
    numbers = ((_("INN"), "inn"), (_("KPP"), "kpp"), (_("OGRN"), "ogrn"), (_("VAT or tax number"), "tax_number"))
    said = [f"{head} {side[name]}" for head, name in numbers if side[name]]
    return [part for part in (side["name"], *said, side["address"]) if part]


def _bank(ours: Side) -> list[tuple[str, str]]:
    is_abroad = ours["form"] == "abroad"
    rows = (
        (_("Bank"), ours["bank"]),
        ("BIC" if is_abroad else _("BIK"), ours["bic"]),
        (_("Correspondent account"), ours["correspondent"]),
        ("IBAN" if ours["number"][:2].isalpha() else pgettext("bank", "Account"), _parted(ours["number"])),
        (_("Payee"), ours["name"]),
        (_("INN"), ours["inn"]),
        (_("KPP"), ours["kpp"]),
    )
    return [(head, words) for head, words in rows if words] if ours["number"] else []


def _parted(number: str) -> str:
    """An IBAN as people read it; other accounts as they are typed."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if number[:2].isalpha() else number


def _line(one: InvoiceLine, invoice: Invoice) -> PaperLine:
    shown = one.net if invoice.vat == VatWay.TOP else one.total
    return PaperLine(
        place=str(one.place),
        name=one.name,
        quantity=format_decimal(one.quantity, locale=invoice.language),
        unit=one.unit,
        price=_figures(one.price, invoice),
        discount=f"{format_decimal(one.discount, locale=invoice.language)} %" if one.discount else "",
        amount=_figures(shown, invoice),
    )


def _sums(invoice: Invoice, lines: list[InvoiceLine]) -> list[tuple[str, str]]:
    """Before VAT, then VAT at each rate; prices that hold it say so."""
    is_in = invoice.vat == VatWay.IN
    said = [(pgettext("of an invoice", "Sum"), _money(invoice.total if is_in else invoice.net, invoice))]
    words = _("including VAT %(rate)s %%") if is_in else _("VAT %(rate)s %%")
    taxed = [
        (words % {"rate": format_decimal(one.rate, locale=invoice.language)}, _money(one.vat, invoice))
        for one in shares_of(lines)
        if one.rate is not None
    ]
    said += taxed
    return said if taxed else [*said, (_("VAT"), _("without VAT"))]


def _money(amount: Decimal, invoice: Invoice) -> str:
    return in_figures(amount, invoice.currency, language=invoice.language, exact=True)


def _figures(amount: Decimal, invoice: Invoice) -> str:
    return format_decimal(amount, format="#,##0.00", locale=invoice.language)


def _heads() -> dict[str, str]:
    return {
        "supplier": _("Supplier"),
        "client": pgettext("of an invoice", "Client"),
        "basis": _("Basis"),
        "bank": _("Where to pay"),
        "place": pgettext("of a line", "No"),
        "name": _("What for"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "price": _("Price"),
        "discount": _("Discount"),
        "amount": _("Amount"),
        "purpose": _("In the payment, please write"),
        "code": _("Scan it in your bank’s application"),
        "page": _("page"),
    }
