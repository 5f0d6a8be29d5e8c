"""Contracts of the demo: one that is signed, with an addendum, and some that await their signatures."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from keepstep.demo.agency import Demo
from keepstep.demo.deals.offer import Offer
from keepstep.domain.agency import template, vat_rate
from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.template import Kind, Template
from keepstep.domain.sales import contract, contract_mark, contract_price
from keepstep.domain.sales.contract_price import Price
from keepstep.domain.sales.deal import Deal
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.agreement.contract import printed

MORE = Decimal("0.15")
"""What an addendum costs, as a part of its contract."""


def draw_up(made: Deal, offer: Offer, demo: Demo, *, is_signed: bool, at: datetime, time: WorkingTime) -> None:
    common: dict[str, Any] = {"day": time.local_day(at), "by": demo.seller, "at": at, "prints": printed}
    one = contract.draw_up(
        made, entity=LegalEntity.objects.all()[0], template=_usual(demo, Kind.CONTRACT, at),
        theirs=offer.requisites or {}, subject=offer.work, price=_agreed(made, offer), **common,
    )  # fmt: skip
    if is_signed:
        contract_mark.sign(one, day=time.local_day(at), by=demo.seller, at=at)
    if offer.more:
        usual = _usual(demo, Kind.ADDENDUM, at)
        contract.add_to(one, template=usual, subject=offer.more, price=_with_vat(offer.amount * MORE), **common)


def _usual(demo: Demo, kind: Kind, at: datetime) -> Template:
    return template.offered(demo.agency, at=at).get(kind=kind, language=demo.agency.language)


def _agreed(made: Deal, offer: Offer) -> Price:
    """What was accepted, else the sum of the offer."""
    accepted = contract_price.accepted_of(made)
    return contract_price.of_version(accepted) if accepted else _with_vat(offer.amount)


def _with_vat(amount: Decimal) -> Price:
    """At the usual rate, where our company charges it."""
    usual = vat_rate.offered().first()
    charges = LegalEntity.objects.all()[0].vat != VatWay.NONE
    return contract_price.of(amount, rate=usual.percent if usual and charges else None)
