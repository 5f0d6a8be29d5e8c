"""Whom a lead resembles: by normalised e-mail, telephone, tax number and web domain."""

import pytest

from keepstep.domain.clients import account
from keepstep.domain.sales import duplicate, merge, sign
from keepstep.domain.sales.lead import Lead
from tests.cast import House
from tests.keepstep.domain.sales.leads import came

Alike = list[tuple[str, str, list[str]]]


def alike(lead: Lead) -> Alike:
    return [(one.what, one.name, sorted(one.by)) for one in duplicate.of(lead)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ada@Bakery.Test", "ada@bakery.test"),
        (" ada+news@bakery.test ", "ada@bakery.test"),
        ("ada@bakery.test", "ada@bakery.test"),
    ],
)
def test_an_address_is_recognised_however_it_is_written(written: str, read: str) -> None:
    assert sign.normalised(written) == read


@pytest.mark.parametrize(
    ("site", "read"),
    [
        ("https://www.bakery.test/menu?x=1", "bakery.test"),
        ("http://Bakery.test:8080", "bakery.test"),
        ("bakery.test", "bakery.test"),
        ("", ""),
    ],
)
def test_a_site_is_recognised_by_its_domain(site: str, read: str) -> None:
    assert sign.domain(site) == read


def test_a_lead_resembles_another_by_each_of_its_signs(house: House) -> None:
    came(house, name="Bea", emails=["ADA+x@bakery.test"], phones=["+4930111111"], tax_number="7707083893")
    ada = came(house, emails=["ada@bakery.test"], phones=["+4930111111"], tax_number="77 0708 3893")
    assert alike(ada) == [("lead", "Bea", ["domain", "email", "phone", "tax"])]


def test_a_lead_resembles_a_contact_and_then_not_its_client_once_more(house: House) -> None:
    assert alike(came(house, emails=["Ines+shop@Northwind.test"])) == [("contact", "Ines", ["email"])]


def test_a_colleague_of_a_contact_resembles_the_client(house: House) -> None:
    assert alike(came(house, emails=["bob@northwind.test"])) == [("account", "Northwind Bakery", ["domain"])]


def test_a_client_is_recognised_by_its_site_and_its_tax_number(house: House) -> None:
    account.amend(house.northwind, site="https://www.northwind-bakery.test/", tax_number="DE 123-456")
    lead = came(house, emails=[], site="http://northwind-bakery.test/jobs", tax_number="de123456")
    assert alike(lead) == [("account", "Northwind Bakery", ["domain", "tax"])]


def test_a_mailbox_where_anybody_may_have_one_says_nothing(house: House) -> None:
    came(house, name="Bea", emails=["bea@gmail.com"])
    assert alike(came(house, emails=["ada@gmail.com"])) == []


def test_nobody_of_another_agency_is_recognised(house: House) -> None:
    assert alike(came(house, emails=["nora@lumen.test"])) == []


def test_whoever_is_merged_into_another_is_not_named_again(house: House) -> None:
    first, second = came(house, name="Bea"), came(house, name="Cleo")
    merge.merge(second, into=first, by=house.vera, at=house.at)
    assert alike(came(house)) == [("lead", "Bea", ["domain", "email"])]


def test_the_leads_of_a_page_are_asked_about_together(house: House) -> None:
    first, second, third = came(house, name="Bea"), came(house, name="Cleo"), came(house, emails=["x@other.test"])
    found = duplicate.of_all([first, second, third])
    assert {key: [one.name for one in of_lead] for key, of_lead in found.items()} == {
        first.pk: ["Cleo"],
        second.pk: ["Bea"],
    }
