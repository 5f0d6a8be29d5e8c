"""A contract or an addendum on paper (§5.8)."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.sales.contract import Contract
from keepstep.outlet.agreement import words
from keepstep.outlet.agreement.paper import Paper, of_text
from keepstep.outlet.pdf.agreement import pdf

UNKNOWN = "–"


def of(contract: Contract) -> Paper:
    """In its own language; without a number it is a draft, and marked as one."""
    with translation.override(contract.language):
        values = words.of_sides(contract.ours, contract.theirs) | _terms(contract)
        values |= words.of_sum(
            contract.total, currency=contract.currency, language=contract.language, vat=_vat(contract)
        )  # fmt: skip
        return of_text(
            contract.text.text, values, title=title(contract), language=contract.language, ours=contract.ours,
            theirs=contract.theirs, watermark="" if contract.number else pgettext("watermark", "Draft"),
        )  # fmt: skip


def printed(contract: Contract) -> bytes:
    return pdf(of(contract), agency_id=contract.deal.agency_id)


def title(contract: Contract) -> str:
    if contract.to is None:
        return contract.named
    return _("Addendum No %(serial)s to contract No %(number)s") % {
        "serial": contract.serial or UNKNOWN, "number": contract.to.number,
    }  # fmt: skip


def _terms(contract: Contract) -> dict[str, str]:
    main = contract.to or contract
    until = words.day_in_words(contract.until) or _("until all obligations are fulfilled")
    return {
        "contract.number": main.number or UNKNOWN,
        "contract.day": words.day_in_words(main.day),
        "addendum.number": str(contract.serial or UNKNOWN) if contract.to else "",
        "addendum.day": words.day_in_words(contract.day) if contract.to else "",
        "subject": contract.subject,
        "until": until,
    }


def _vat(contract: Contract) -> str:
    """Of a contract of an earlier version only how its sum was meant."""
    if contract.tax is None and contract.rate is None and contract.total is not None:
        ways = {VatWay.IN: _("including VAT"), VatWay.TOP: _("plus VAT")}
        return ways.get(VatWay(contract.vat), _("VAT is not charged"))
    return words.of_vat(
        contract.tax, rate=contract.rate, currency=contract.currency, language=contract.language,
        shares=contract.shares,
    )  # fmt: skip
