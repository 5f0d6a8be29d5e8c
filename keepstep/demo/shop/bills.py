"""Invoices of the demo: one of every state, over the last weeks, and who at the client may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from keepstep.demo.agency import Demo
from keepstep.demo.shop.months import Event
from keepstep.domain.agency import template
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients import contact
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import act_line, act_making, act_mark, allocation, cancellation, drafting, issuing
from keepstep.domain.money.act_mark import Turn
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import Wanted
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.agreement.act import printed

WHOLE = Decimal(100)
AFTER = 10
"""Working days after the invoice, the work is taken over."""


@dataclass(frozen=True)
class Bill:
    """For the client of this place, `ago` working days ago; `goods` by their place in the catalogue, with quantities.

    Of it `paid` per cent came, so many working days after; `gone` is cancelled, `draft` never issued. Of
    what is done an `act` is made, sent or signed.
    """

    client: int
    ago: int
    goods: tuple[tuple[int, int], ...]
    paid: int = 0
    after: int = 4
    is_gone: bool = False
    act: str = ""
    is_draft: bool = False


BILLS = (
    Bill(0, 44, ((0, 1), (1, 1)), paid=100, act="signed"),
    Bill(1, 43, ((2, 1), (3, 2)), paid=100, after=6, act="signed"),
    Bill(0, 23, ((0, 1), (1, 1)), paid=100, after=3, act="sent"),
    Bill(1, 18, ((2, 1), (6, 1)), paid=40, act="made"),
    Bill(0, 12, ((4, 2),), is_gone=True),
    Bill(0, 11, ((4, 3), (3, 2))),
    Bill(0, 3, ((0, 1), (1, 1)), paid=50, after=2),
    Bill(1, 1, ((2, 1),)),
    Bill(0, 0, ((5, 12), (3, 1)), is_draft=True),
)


def events(demo: Demo, *, payers: list[str], reason: str, time: WorkingTime) -> Iterator[Event]:
    """In the order in which they were made, so that their numbers follow their days."""
    catalogue = list(Service.objects.select_related("rate").order_by("pk"))
    ours = LegalEntity.objects.get()
    clients = [Account.objects.get(name=name) for name in payers]
    for bill in BILLS:
        live = partial(
            _live, bill, clients[bill.client], demo, ours=ours, catalogue=catalogue, reason=reason, time=time
        )
        yield Event(_at(bill, demo, time), live)


def show_money(payers: list[str]) -> None:
    """To whom of their people invoices are shown."""
    clients = Account.objects.filter(name__in=payers)
    for one in Contact.objects.present().filter(account__in=clients).exclude(part=Part.OTHER):
        contact.amend(one, sees_money=True)


def _live(
    bill: Bill, client: Account, demo: Demo, *, ours: LegalEntity, catalogue: list[Service], reason: str,
    time: WorkingTime,
) -> None:  # fmt: skip
    at = _at(bill, demo, time)
    made = drafting.draft(
        client, entity=ours, payer=Payer.objects.get(account=client), by=client.manager, at=at,
        lines=[_line(catalogue[place], n) for place, n in bill.goods],
    )  # fmt: skip
    if bill.is_draft:
        return
    issuing.issue(made, by=client.manager, at=at)
    if bill.is_gone:
        cancellation.cancel(made, reason=reason, by=client.manager or demo.owner, at=at)
    if bill.act:
        _take_over(made, bill, demo, time=time)
    if bill.paid:
        _pay(made, bill, demo, time=time)


def _at(bill: Bill, demo: Demo, time: WorkingTime) -> datetime:
    at = time.opens(time.add_days(demo.day, -bill.ago)) if bill.ago else demo.at
    return min(at or demo.at, demo.at)


def _pay(made: Invoice, bill: Bill, demo: Demo, *, time: WorkingTime) -> None:
    day = time.add_days(demo.day, bill.after - bill.ago)
    amount = (made.total * bill.paid / WHOLE).quantize(Decimal("0.01"))
    allocation.receive([made], amount=amount, paid_on=day, by=demo.owner, at=min(time.opens(day) or demo.at, demo.at))


def _take_over(made: Invoice, bill: Bill, demo: Demo, *, time: WorkingTime) -> None:
    day = time.add_days(demo.day, AFTER - bill.ago)
    at = min(time.opens(day) or demo.at, demo.at)
    known = template.offered(demo.agency, at=at).get(kind="act", language=demo.agency.language)
    by = made.account.manager
    part = act_line.left_of(made)
    done = act_making.make(made, part, template=known, day=day, by=by, at=at, prints=printed)
    if bill.act != "made":
        act_mark.mark(done, Turn.SENT, day=day, by=by, at=at)
    if bill.act == "signed":
        act_mark.mark(done, Turn.SIGNED, day=day, by=by, at=at + timedelta(hours=2))


def _line(good: Service, n: int) -> Wanted:
    rate = good.rate.percent if good.rate else None
    return Wanted(good.name, good.unit, Decimal(n), good.price, rate=rate, service=good)
