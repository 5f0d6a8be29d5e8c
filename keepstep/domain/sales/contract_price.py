"""What a contract costs, with the VAT in it: as the client has accepted it, or as a person says (§5.8)."""

from dataclasses import dataclass
from decimal import Decimal

from keepstep.domain.money.priced_line import shares_of
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.decision import Decision, Kind
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.formulas.basket import Line, Share, Vat, basket

ONE = Decimal(1)


@dataclass(frozen=True)
class Price:
    """All that is paid, the VAT in it, and its rate in per cent, which is null where there are several or none. Where
    there are several, `shares` say what is at each."""

    total: Decimal | None = None
    tax: Decimal | None = None
    rate: Decimal | None = None
    shares: tuple[Share, ...] = ()


NOT_AGREED = Price()


def of(total: Decimal | None, *, rate: Decimal | None) -> Price:
    """A sum that holds VAT at this rate, or none."""
    if total is None:
        return Price(rate=rate)
    return Price(total, basket([Line(ONE, total, rate=rate)], vat=Vat.IN).sum.vat, rate)


def accepted_of(deal: Deal) -> ProposalVersion | None:
    """What the client has agreed to last."""
    said = Decision.objects.standing().filter(of__deal=deal, kind=Kind.ACCEPTED).select_related("version")
    newest = said.first()
    return newest.version if newest else None


def of_version(version: ProposalVersion) -> Price:
    """To the cent, as its lines come to."""
    found = shares_of(version.lines.all())
    if len(found) > 1:
        return Price(version.total, version.tax, shares=found)
    return Price(version.total, version.tax, found[0].rate if found else None)


def has_several_rates(version: ProposalVersion) -> bool:
    return bool(of_version(version).shares)
