"""A template as its documents would look: with our own company, and a client that is made up."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.template import Kind, Template
from keepstep.domain.money import parties
from keepstep.formulas.basket import rounded
from keepstep.outlet.agreement import words
from keepstep.outlet.agreement.paper import Line, Paper, of_text
from keepstep.outlet.agreement.words import Side

SUM, RATE = Decimal(120000), Decimal(20)
NOBODY: Side = {"form": "company", "name": "–"}


def of(template: Template, text: str, *, entity: LegalEntity | None, day: date) -> Paper:
    with translation.override(template.language):
        ours = parties.ours(entity) if entity else NOBODY
        theirs = _client()
        currency = entity.currency if entity else "EUR"
        values = words.of_sides(ours, theirs) | _values(day)
        values |= words.of_sum(
            SUM, currency=currency, language=template.language, vat=_vat(currency, template.language)
        )
        amount = values["total"]
        lines = [Line("1", _("Work on the site"), "1", _("month"), amount, amount)]
        return of_text(
            text, values, title=str(Kind(template.kind).label).capitalize(), language=template.language, ours=ours,
            theirs=theirs, watermark=pgettext("watermark", "Sample"), lines=lines,
            sums=[(pgettext("of an invoice", "Sum"), amount)],
        )  # fmt: skip


def _vat(currency: str, language: str) -> str:
    return words.of_vat(rounded(SUM * RATE / (100 + RATE)), rate=RATE, currency=currency, language=language)


def _values(day: date) -> dict[str, str]:
    today = words.day_in_words(day)
    of_day = {f"{name}.day": today for name in ("contract", "addendum", "act", "invoice")}
    numbers = {f"{name}.number": number for name, number in NUMBERS.items()}
    until = words.day_in_words(day + timedelta(days=365))
    basis = _("agreement No %(number)s") % {"number": NUMBERS["contract"]}
    return {**of_day, **numbers, "subject": _("work on the site"), "until": until, "basis": basis}


NUMBERS = {"contract": "17/2026", "addendum": "1", "act": "24", "invoice": "31"}


def _client() -> Side:
    return {
        "form": "company",
        "name": _("Northern Wind Ltd"),
        "position": _("Managing Director"),
        "signatory": _("A. Sample"),
        "grounds": _("the charter"),
        "address": _("1 Sample Street"),
        "inn": "7707083893",
        "kpp": "770701001",
        "bank": _("Sample Bank"),
        "bic": "044525225",
        "number": "40702810900000000001",
    }
