"""The invoice of an accepted proposal."""

from decimal import Decimal
from random import Random

import pytest

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.sales import decision, proposal_invoice
from keepstep.domain.sales.proposal_invoice import NoClient, NoCompany
from keepstep.domain.sales.proposal_version import ProposalVersion
from tests.cast import House
from tests.keepstep.domain.money.bills import company, pays
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import ADA, line, published

D = Decimal


def invoiced(house: House, version: ProposalVersion) -> Invoice:
    said, _is_news = decision.accept(version, who=ADA, at=house.at)
    return proposal_invoice.draft(said, by=house.vera, at=house.at)


def test_it_has_the_lines_the_payer_and_the_deal(house: House) -> None:
    company(vat="top")
    payer = pays(house.northwind)
    deal = begun(house, account=house.northwind)
    made = invoiced(house, published(house, line("SEO", "1000", n="3", off="10"), deal=deal))
    assert (made.total, made.payer, made.deals.get().deal) == (D("3213.00"), payer, deal)
    assert [(one.name, one.quantity, one.price, one.discount) for one in made.lines.all()] == [
        ("SEO", D(3), D(1000), D(10))
    ]
    assert made.basis == "Proposal “New shop”, version 1, accepted on 2 March 2026"


def test_what_came_off_the_whole_is_in_the_prices(house: House) -> None:
    company(vat="top")
    deal = begun(house, account=house.northwind)
    lines = [line("SEO", "100", n="2"), line("Blog", "100", n="3")]
    made = invoiced(house, published(house, *lines, deal=deal, off_amount=D("50.06")))
    assert [(one.name, one.quantity, one.price, one.discount) for one in made.lines.all()] == [
        ("SEO", D(2), D("89.99"), D(0)), ("Blog (3 month)", D(1), D("269.96"), D(0)),
    ]  # fmt: skip


@pytest.mark.parametrize("vat", ["in", "top", "none"])
def test_it_is_equal_to_the_cent_whatever_came_off(house: House, vat: str) -> None:
    company(vat=vat)
    chance, deal = Random(vat), begun(house, account=house.northwind)
    for _proposal in range(25):
        lines = [
            line(
                "x", str(D(chance.randint(1, 500_000)) / 100), n=str(D(chance.randint(1, 20_000)) / 1000),
                off=chance.choice(("0", "12.5")), rate=chance.choice((None, "0", "7", "19")),
            )
            for _line in range(9)
        ]  # fmt: skip
        version = published(house, *lines, deal=deal, vat=vat, off=D(chance.choice(("0", "3", "7.5"))))
        made = invoiced(house, version)
        assert (made.net, made.tax, made.total) == (version.net, version.tax, version.total)


def test_without_a_client_or_a_company_there_is_none(house: House) -> None:
    with pytest.raises(NoClient):
        invoiced(house, published(house))
    company(vat="in")
    with pytest.raises(NoCompany):
        invoiced(house, published(house, deal=begun(house, account=house.northwind)))
    assert (Invoice.objects.count(), LegalEntity.objects.count()) == (0, 1)
