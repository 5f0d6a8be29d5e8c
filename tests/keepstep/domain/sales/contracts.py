"""Contracts for the tests of the sales."""

from typing import Any

from keepstep.domain.agency import template
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.template import Template
from keepstep.domain.sales import contract
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.deal import Deal
from keepstep.outlet.agreement.contract import printed
from tests.cast import House
from tests.keepstep.domain.money.bills import company

THEIRS = {
    "form": "company", "name": "ООО «Северный ветер»", "inn": "7701123451", "kpp": "770101001",
    "position": "Директор", "signatory": "Инес Браун", "grounds": "Устав",
}  # fmt: skip


def usual(house: House, kind: str, language: str = "ru") -> Template:
    return template.offered(house.agency, at=house.at).get(kind=kind, language=language)


def drawn(house: House, deal: Deal, **facts: Any) -> Contract:
    """A contract in Russian, not signed yet."""
    known: dict[str, Any] = {
        "entity": LegalEntity.objects.first() or company(), "template": usual(house, "contract"), "theirs": THEIRS,
        "day": house.day, "subject": "разработка сайта", "by": house.vera, "at": house.at, "prints": printed,
    }  # fmt: skip
    return contract.draw_up(deal, **{**known, **facts})
