"""A version of a proposal in words and numbers, in its own language: what the PDF and the pages say (§5.8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.domain.agency import brand
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.money.priced_line import shares_of
from keepstep.domain.sales.proposal_line import ProposalLine
from keepstep.domain.sales.proposal_version import NOTHING, ProposalVersion
from keepstep.formulas.amount import in_figures
from keepstep.formulas.amount_in_words import in_words
from keepstep.formulas.contrast import BLACK, WHITE, readable_on

INK = "#1c2430"


@dataclass(frozen=True)
class PaperLine:
    place: str
    name: str
    quantity: str
    price: str
    discount: str
    amount: str


@dataclass(frozen=True)
class Paper:
    """Ready words; `logo` is a PNG, empty where there is none; `colour` is the agency's, dark enough for paper."""

    language: str
    title: str
    kind: str
    watermark: str
    agency: str
    client: str
    valid: str
    seller: list[str]
    before: str
    after: str
    lines: list[PaperLine]
    sums: list[tuple[str, str]]
    total: tuple[str, str]
    words: str
    heads: dict[str, str]
    logo: bytes
    colour: str


def of(version: ProposalVersion) -> Paper:
    """As it was published; a draft as it would be, and marked as one."""
    deal, dressed = version.proposal.deal, brand.present()
    with translation.override(version.language):
        lines = list(version.lines.all())
        return Paper(
            language=version.language,
            title=version.title,
            kind=_kind(version),
            watermark="" if version.published_at else pgettext("watermark", "Draft"),
            agency=deal.agency.name,
            client=", ".join(dict.fromkeys(part for part in (deal.whose, deal.name) if part)),
            valid=_("Valid until %(day)s") % {"day": _day(version.valid_until)},
            seller=[part for part in (deal.person.name, deal.person.phone, deal.person.email) if part],
            before=version.before,
            after=version.after,
            lines=[_line(one, version) for one in lines],
            sums=_sums(version, lines),
            total=(pgettext("of a proposal", "Total"), money(version.total, version)),
            words=in_words(version.total, currency=version.currency, language=version.language),
            heads=_heads(),
            logo=bytes(dressed.logo) if dressed else b"",
            colour=readable_on(WHITE, dressed.colour, towards=BLACK) if dressed and dressed.colour else INK,
        )


def _kind(version: ProposalVersion) -> str:
    if version.published_at is None:
        return _("Proposal, version %(number)s") % {"number": version.number}
    day = _day(office_hours().local_day(version.published_at))
    return _("Proposal of %(day)s, version %(number)s") % {"day": day, "number": version.number}


def _day(day: date) -> str:
    return date_format(day, "j E Y")


def _line(one: ProposalLine, version: ProposalVersion) -> PaperLine:
    quantity = format_decimal(one.quantity, locale=version.language)
    return PaperLine(
        place=str(one.place),
        name=one.name,
        quantity=f"{quantity} {one.unit}".strip(),
        price=money(one.price, version),
        discount=percent(one.discount, version.language) if one.discount else "",
        amount=money(one.amount, version),
    )


def _sums(version: ProposalVersion, lines: list[ProposalLine]) -> list[tuple[str, str]]:
    """What comes off the whole, then VAT at each rate; prices that hold it say so."""
    is_in = version.vat == VatWay.IN
    whole = sum((one.amount for one in lines), NOTHING)
    off = whole - (version.total if is_in else version.net)
    said = [(pgettext("of an invoice", "Sum"), money(whole, version))] if off or version.vat == VatWay.TOP else []
    if off:
        share = f" {percent(version.off, version.language)}" if version.off and not version.off_amount else ""
        said.append((f"{_('Discount')}{share}", f"−{money(off, version)}"))
    words = _("including VAT %(rate)s %%") if is_in else _("VAT %(rate)s %%")
    taxed = [
        (words % {"rate": format_decimal(one.rate, locale=version.language)}, money(one.vat, version))
        for one in shares_of(lines)
        if one.rate is not None
    ]
    said += taxed
    return said if taxed else [*said, (_("VAT"), _("without VAT"))]


def money(amount: Decimal, version: ProposalVersion) -> str:
    return in_figures(amount, version.currency, language=version.language, exact=True)


def percent(share: Decimal, language: str) -> str:
    return f"{format_decimal(share, locale=language)}\N{NO-BREAK SPACE}%"


def _heads() -> dict[str, str]:
    return {
        "for": pgettext("a proposal is", "For"),
        "seller": pgettext("of a proposal", "Your contact"),
        "lines": _("What we offer"),
        "place": pgettext("of a line", "No"),
        "name": _("What for"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "discount": _("Discount"),
        "amount": _("Amount"),
        "page": _("page"),
    }
