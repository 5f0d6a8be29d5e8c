"""What the demo agency sells, in whose name, and who pays: catalogue, company, the clients' requisites, invoices."""

from decimal import Decimal

from keepstep.demo.agency import Demo
from keepstep.demo.shop import bills, en, months, past, ru, statement
from keepstep.demo.shop.goods import Shop
from keepstep.demo.shop.months import Months
from keepstep.domain.agency import legal_entity, service, vat_rate
from keepstep.domain.clients import payer
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.formulas.working_time import WorkingTime

SHOPS: dict[str, Shop] = {"en": en.SHOP, "ru": ru.SHOP}


def furnish(demo: Demo, *, names: dict[str, str], time: WorkingTime) -> None:
    """`names` of the clients by their fates."""
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
    clients = _clients(names)
    told = [
        *past.events(demo, shop=shop, time=time),
        *bills.events(demo, payers=list(shop.payers), reason=shop.reason, time=time),
        *Months(demo, clients, time=time).events(),
    ]
    for one in clients.values():
        if not Payer.objects.filter(account=one).exists():
            payer.enter(one, form=shop.payer_form, name=one.name)
    for _at, happens in sorted(told, key=lambda event: event.at):
        happens()
    bills.show_money(list(shop.payers))
    months.turn(demo, clients, words=shop.words, time=time)
    statement.arrive(demo, time=time)


def _clients(names: dict[str, str]) -> dict[str, Account]:
    known = {one.name: one for one in Account.objects.with_us().select_related("manager")}
    return {fate: known[name] for fate, name in names.items() if name in known}
