"""What the demo agency sells, in whose name, and who pays: catalogue, company, the clients' requisites, invoices."""

from decimal import Decimal

from keepstep.demo.agency import Demo
from keepstep.demo.shop import bills, en, past, ru
from keepstep.demo.shop.goods import Shop
from keepstep.domain.agency import legal_entity, service, vat_rate
from keepstep.domain.clients import payer
from keepstep.domain.clients.account import Account
from keepstep.formulas.working_time import WorkingTime

SHOPS: dict[str, Shop] = {"en": en.SHOP, "ru": ru.SHOP}


def furnish(demo: Demo, *, time: WorkingTime) -> None:
    shop = SHOPS[demo.agency.language]
    rate = vat_rate.offered().on(demo.day).first()
    for good in shop.goods:
        service.offer(
            name=good.name, other_name=good.other_name, unit=good.unit, price=Decimal(good.price),
            currency=demo.agency.currency, rate=rate, is_recurring=good.is_recurring,
        )  # fmt: skip
    legal_entity.enter(**shop.company, currency=demo.agency.currency, vat="in")
    for account in Account.objects.filter(name__in=shop.payers):
        payer.enter(account, **shop.payers[account.name])
    past.write(demo, shop=shop, time=time)
    bills.write(demo, payers=list(shop.payers), reason=shop.reason, time=time)
