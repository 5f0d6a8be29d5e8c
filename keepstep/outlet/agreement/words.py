"""What the fields of a template say in a document, in the document's language (§5.8)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.domain.agency.template_field import OURS, PARTY
from keepstep.formulas.amount import in_figures
from keepstep.formulas.amount_in_words import in_words
from keepstep.formulas.basket import Share

Side = Mapping[str, Any]
OF_ACCOUNT = "number"
"""Requisites call the account a number; in a contract that word is taken."""


def of_sides(ours: Side, theirs: Side) -> dict[str, str]:
    """Of each party, by `our.…` and `client.…`."""
    said = {f"our.{name}": _of(ours, name) for name in PARTY}
    said |= {name: str(ours.get(name.removeprefix("our."), "")) for name in OURS if name not in said}
    return said | {f"client.{name}": _of(theirs, name) for name in PARTY}


def _of(side: Side, name: str) -> str:
    return str(side.get(OF_ACCOUNT if name == "account" else name, "") or "")


def of_sum(total: Decimal | None, *, currency: str, language: str, vat: str) -> dict[str, str]:
    if total is None:
        return {"total": "", "total.words": "", "vat": vat}
    return {
        "total": in_figures(total, currency, language=language, exact=True),
        "total.words": in_words(total, currency=currency, language=language),
        "vat": vat,
    }


def of_vat(
    tax: Decimal | None, *, rate: Decimal | None, currency: str, language: str, shares: Sequence[Share] = ()
) -> str:  # fmt: skip
    """The VAT that is in the sum: its rate where there is one, its amount in figures and in words; of several rates
    each with its own amount."""
    if len(shares) > 1 and tax is not None:
        return _of_several(tax, shares, currency=currency, language=language)
    if not tax and rate is None:
        return _("VAT is not charged")
    percent = _percent(rate) if rate is not None else ""
    if tax is None:
        return _("including VAT at %(rate)s") % {"rate": percent}
    said = {
        "rate": percent,
        "sum": in_figures(tax, currency, language=language, exact=True),
        "words": in_words(tax, currency=currency, language=language),
    }
    if rate is None:
        return _("including VAT of %(sum)s (%(words)s)") % said
    return _("including VAT at %(rate)s, %(sum)s (%(words)s)") % said


def _of_several(tax: Decimal, shares: Sequence[Share], *, currency: str, language: str) -> str:
    """ "Including VAT 20 % €1,200.00, VAT 10 % €300.00": a court and a tax office read each rate by itself."""

    def money(amount: Decimal) -> str:
        return in_figures(amount, currency, language=language, exact=True)

    taxed = [(one.rate, one.vat) for one in shares if one.rate is not None]
    free = [_("%(sum)s without VAT") % {"sum": money(one.total)} for one in shares if one.rate is None]
    if len(taxed) == 1:
        return ", ".join((of_vat(tax, rate=taxed[0][0], currency=currency, language=language), *free))
    parts = [_("VAT %(rate)s %(sum)s") % {"rate": _percent(rate), "sum": money(vat)} for rate, vat in taxed]
    words = in_words(tax, currency=currency, language=language)
    said = {"parts": ", ".join(parts), "sum": money(tax), "words": words}
    return ", ".join((_("including %(parts)s, VAT in all %(sum)s (%(words)s)") % said, *free))


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}\N{NO-BREAK SPACE}%"


def day_in_words(day: date | None) -> str:
    return date_format(day, "j E Y") if day else ""


def party_rows(side: Side) -> list[tuple[str, str]]:
    """A company's requisites, one under the other."""
    is_abroad = side.get("form") == "abroad"
    number = str(side.get("number", ""))
    rows = (
        (_("Address"), "address"),
        (_("INN"), "inn"),
        (_("KPP"), "kpp"),
        (_("OGRN"), "ogrn"),
        (_("VAT or tax number"), "tax_number"),
        (_("Bank"), "bank"),
        ("BIC" if is_abroad else _("BIK"), "bic"),
        ("IBAN" if number[:2].isalpha() else pgettext("bank", "Account"), "number"),
        (_("Correspondent account"), "correspondent"),
        (_("Telephone"), "phone"),
        (_("E-mail"), "email"),
    )
    return [(head, str(side[name])) for head, name in rows if side.get(name)]


def heads() -> dict[str, str]:
    """What the paper itself says around the text."""
    return {
        "ours": _("Contractor"),
        "client": pgettext("of an agreement", "Client"),
        "page": _("page"),
        "stamp": pgettext("place of a stamp", "stamp here"),
        "place": pgettext("of a line", "No"),
        "name": _("What for"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "price": _("Price"),
        "amount": _("Amount"),
    }
