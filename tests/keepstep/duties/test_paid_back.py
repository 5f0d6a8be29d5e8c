"""`paid_back`: a payment taken back after the handover is seen to by own management; the client stays."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.money import allocation
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from keepstep.domain.sales import deal_invoice, evidence
from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House
from tests.keepstep.domain.money.bills import issued, seo
from tests.keepstep.domain.sales.handovers import accepted
from tests.keepstep.duties.asked import asked, outcomes

Of = Callable[[Person], Client]


def handed(house: House) -> tuple[Deal, Invoice, Payment]:
    """A client of Vera's, whose deal stands on the payment of its invoice alone."""
    deal = accepted(house, account=house.northwind, person=house.oleg).deal
    known = issued(house, seo("100"))
    paid = allocation.receive([known], amount=Decimal(100), paid_on=house.day, by=house.vera, at=house.at)
    deal_invoice.put(known, deal, by=house.vera, at=house.at)
    for one in Evidence.objects.standing().filter(deal=deal, gate=Gate.PAID, source="hand"):
        evidence.withdraw(one, by=house.oleg, at=house.at)
    return deal, known, paid


def test_the_deal_says_it_the_head_is_asked_and_the_client_stays(house: House, client_of: Of) -> None:
    deal, known, paid = handed(house)
    assert asked("paid_back", day=house.day) == []
    allocation.take_back(paid, by=house.vera, at=house.at)
    deal_invoice.settle(house.northwind.pk, by=house.vera, at=house.at)
    deal.refresh_from_db()
    assert deal.state == State.OPEN
    assert asked("paid_back", day=house.day) == [("Oleg", "2026-03-02", 0)]
    page = client_of(house.oleg).get(f"/deals/{deal.pk}/").content.decode()
    assert "Paid back on 2 March 2026, after the handover." in page
    assert (Handover.objects.get().is_over, Account.objects.get(pk=house.northwind.pk).left_at) == (True, None)
    later = house.at + timedelta(hours=1)
    allocation.receive([known], amount=Decimal(100), paid_on=house.day, by=house.vera, at=later)
    deal_invoice.settle(house.northwind.pk, by=house.vera, at=later)
    deal.refresh_from_db()
    assert (deal.state, deal.stage.gate) == (State.DONE, Gate.HANDED_OVER)
    assert (asked("paid_back", day=house.day), outcomes("paid_back")) == ([], ["done"])
    assert "after the handover" not in client_of(house.oleg).get(f"/deals/{deal.pk}/").content.decode()
