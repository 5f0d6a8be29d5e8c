"""Proposals for the tests."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import proposing
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.decision import Who
from keepstep.domain.sales.proposal_version import ProposalVersion
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun

ADA = Who("Ada Lovelace", "ada@bakery.test", "203.0.113.7", "A browser")
NO_TERMS: dict[str, Any] = {
    "title": "New shop", "language": "en", "currency": "EUR", "vat": "top", "off": Decimal(0), "off_amount": Decimal(0),
    "before": "", "after": "",
}  # fmt: skip


def line(name: str = "SEO", price: str = "1000", *, n: str = "1", off: str = "0", rate: str | None = "19") -> Wanted:
    return Wanted(name, "month", Decimal(n), Decimal(price), Decimal(off), Decimal(rate) if rate else None)


def terms(house: House, **other: Any) -> dict[str, Any]:
    return {**NO_TERMS, "valid_until": house.day + timedelta(days=14), **other}


def drafted(house: House, *lines: Wanted, deal: Deal | None = None, **other: Any) -> ProposalVersion:
    """The first version of a proposal of Vera's."""
    at = other.pop("at", house.at)
    known = deal or begun(house)
    return proposing.begin(known, lines=lines or [line()], by=house.vera, at=at, **terms(house, **other))


def published(house: House, *lines: Wanted, **other: Any) -> ProposalVersion:
    at = other.get("at", house.at)
    return publish(house, drafted(house, *lines, **other), at=at)


def publish(house: House, version: ProposalVersion, *, at: Any = None) -> ProposalVersion:
    return proposing.publish(version, draw=drawn, by=house.vera, at=at or house.at)


def next_version(house: House, of: ProposalVersion, *lines: Wanted, **other: Any) -> ProposalVersion:
    """One more, published."""
    made = proposing.go_on(of.proposal, by=house.vera, at=house.at)
    proposing.amend(made, lines=lines or [line()], **terms(house, **other))
    return publish(house, made)


def drawn(version: ProposalVersion) -> bytes:
    return b"%PDF- " + f"{version.pk}".encode()
