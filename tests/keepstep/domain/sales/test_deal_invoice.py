"""Invoices of a deal: what is paid opens its gate, what is taken back shuts it again."""

from decimal import Decimal

import pytest

from keepstep.domain.money import allocation
from keepstep.domain.sales import deal_invoice, gate
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_invoice import AnothersDeal
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import issued, seo
from tests.keepstep.domain.sales.deals import begun, stages, standing_at


def proofs(deal: Deal) -> list[str]:
    found = Evidence.objects.standing().filter(deal=deal, gate=Gate.PAID).order_by("source")
    return list(found.values_list("source", flat=True))


def settle(house: House) -> None:
    deal_invoice.settle(house.northwind.pk, by=house.vera, at=house.at)


def test_a_payment_of_its_invoice_opens_the_gate_once(house: House) -> None:
    made, known = standing_at(house, Gate.CONTRACTED, account=house.northwind), issued(house, seo("100"))
    deal_invoice.put(known, made, by=house.vera, at=house.at)
    with pytest.raises(GateShut):
        gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    paid = allocation.receive([known], amount=Decimal(40), paid_on=house.day, by=house.vera, at=house.at)
    settle(house)
    settle(house)
    assert proofs(made) == [f"payment:{paid.pk}"]
    assert gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at) is True


def test_a_payment_taken_back_shuts_it_and_the_deal_goes_back(house: House) -> None:
    made, known = standing_at(house, Gate.CONTRACTED, account=house.northwind), issued(house, seo("100"))
    deal_invoice.put(known, made, by=house.vera, at=house.at)
    paid = allocation.receive([known], amount=Decimal(40), paid_on=house.day, by=house.vera, at=house.at)
    settle(house)
    gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    allocation.take_back(paid, by=house.vera, at=house.at)
    settle(house)
    assert (proofs(made), Deal.objects.get().stage) == ([], stages(house)[Gate.CONTRACTED])


def test_an_invoice_goes_from_deal_to_deal_with_its_evidence(house: House) -> None:
    first, second = begun(house, account=house.northwind), begun(house, title="Ads")
    known = issued(house, seo("100"))
    paid = allocation.receive([known], amount=Decimal(100), paid_on=house.day, by=house.vera, at=house.at)
    deal_invoice.put(known, first, by=house.vera, at=house.at)
    deal_invoice.put(known, second, by=house.vera, at=house.at)
    assert (proofs(first), proofs(second)) == ([], [f"payment:{paid.pk}"])
    deal_invoice.take_out(known, by=house.vera, at=house.at)
    assert proofs(second) == []


def test_a_deal_with_another_client_has_none_of_it(house: House) -> None:
    other = begun(house, account=welcome("Hill School", manager=house.vera))
    with pytest.raises(AnothersDeal):
        deal_invoice.put(issued(house), other, by=house.vera, at=house.at)
