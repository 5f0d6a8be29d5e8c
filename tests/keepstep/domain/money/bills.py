"""Companies, payers and invoices for the tests of money."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from keepstep.domain.agency import legal_entity
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.clients import payer
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import drafting, issuing
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import Wanted
from tests.cast import House

OURS = {
    "form": "company", "name": "ООО «Маяк»", "inn": "7707083893", "kpp": "770701001", "bank": "ПАО Сбербанк",
    "bic": "044525225", "number": "40702810000000000007", "correspondent": "30101810400000000225", "currency": "RUB",
}  # fmt: skip
ABROAD = {
    "form": "abroad", "name": "Lighthouse GmbH", "tax_number": "DE123456789", "bank": "Commerzbank",
    "bic": "COBADEFFXXX", "number": "DE89370400440532013000", "currency": "EUR",
}  # fmt: skip


def company(**facts: Any) -> LegalEntity:
    """Ours, in Germany, with VAT in its prices."""
    return legal_entity.enter(**{**ABROAD, **facts})


def pays(account: Account, **facts: Any) -> Payer:
    return payer.enter(account, **{"form": "abroad", "name": "Northwind Bakery Ltd", **facts})


def seo(price: str = "1190", *, n: str = "1", rate: str | None = "19") -> Wanted:
    return Wanted("SEO", "month", Decimal(n), Decimal(price), rate=Decimal(rate) if rate else None)


def drafted(house: House, *lines: Wanted, entity: LegalEntity | None = None, **facts: Any) -> Invoice:
    """A draft for Northwind."""
    account = facts.pop("account", house.northwind)
    entity = entity or LegalEntity.objects.first() or company()
    paying = facts.pop("payer", None) or Payer.objects.filter(account=account).first() or pays(account)
    return drafting.draft(
        account,
        entity=entity,
        payer=paying,
        lines=lines or [seo()],
        by=house.vera,
        at=facts.pop("at", house.at),
        **facts,
    )


def issued(house: House, *lines: Wanted, at: datetime | None = None, **facts: Any) -> Invoice:
    made = drafted(house, *lines, at=at or house.at, **facts)
    issuing.issue(made, by=house.vera, at=at or house.at)
    return made
