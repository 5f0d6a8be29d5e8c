"""Lists as files: what was asked for and is in sight, whole, and such that it can be loaded again."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import translation

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal_task
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.touch import NAMES
from keepstep.intake.deal_sheet import fields as deal_fields
from keepstep.intake.lead_sheet import fields as lead_fields
from keepstep.intake.sheet import own
from keepstep.intake.sheet.heading import NOTHING
from keepstep.web import export
from keepstep.web.deals import export as deals
from keepstep.web.leads import export as leads
from tests.cast import House, join
from tests.keepstep.domain.money.bills import issued
from tests.keepstep.domain.sales.deals import begun, standing_at
from tests.keepstep.domain.sales.leads import came
from tests.queries import queries_of

Of = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def lena(house: House, client_of: Of) -> Client:
    return client_of(join("Lena", Role.SALES, head=house.oleg))


def read(client: Client, where: str) -> list[dict[str, str]]:
    answer = client.get(where)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_deals_that_were_asked_for_are_saved_with_what_is_next(house: House, lena: Client) -> None:
    made = begun(house, title="Shop", company="Ferry", name="Ida", phone="+4930123", amount=Decimal("1200.50"))
    deal_task.plan(made, title="Call", due=date(2026, 3, 4), by=house.vera, at=house.at)
    standing_at(house, Gate.AGREED, title="Site")
    [row] = read(lena, "/deals/list/deals.csv?q=shop")
    assert row == {
        "What they may buy": "Shop", "Company": "Ferry", "Name": "Ida", "Telephone": "+4930123", "E-mail": "",
        "Pipeline": "Sales", "Stage": "New request", "Since when in its stage": "2026-03-02 09:00",
        "Open, won or lost": "open", "Amount": "1200.50", "Currency": "EUR", "Salesperson": "Vera",
        "What is next": "Call", "When it is due": "2026-03-04", "Expected close": "", "Source": "",
        "When it began": "2026-03-02 09:00", "When it was closed": "", "Why it was lost": "",
    }  # fmt: skip
    assert len(read(lena, "/deals/list/deals.csv")) == 2


def test_leads_are_saved_with_what_brought_them(house: House, lena: Client) -> None:
    came(house, company="Ferry", message="A shop", last_touch={"utm_source": "yandex"}, first_touch={"gclid": "7"})
    [row] = read(lena, "/leads/leads.csv")
    assert {name: said for name, said in row.items() if said} == {
        "Name": "Ada", "Company": "Ferry", "E-mail": "ada@bakery.test", "What they want": "A shop",
        "Source": "Website", "Channel": "web form", "When it came": "2026-03-02 09:00", "State": "unsorted",
        "utm_source": "yandex", "First touch: gclid": "7",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_was_saved_is_recognised_when_it_is_loaded(language: str) -> None:
    with translation.override(language):
        of_deals, of_leads = deals.HEADINGS, leads.HEADINGS
        assert NOTHING not in deal_fields.guess([str(one) for one in of_deals]).fields
        fields = lead_fields.guess([str(one) for one in of_leads]).fields
    assert [field for field in fields if field] == [
        "name" if language == "en" else "first_name", "company", "phones", "emails", "site", "tax_number", "message",
        "source", "came", *(f"touch:{name}" for name in NAMES),
    ]  # fmt: skip


def test_own_fields_are_saved_and_found_again_by_their_names(house: House, lena: Client) -> None:
    budget = own_list.add(DealField, name="Budget", kind="number")
    fair = own_list.add(DealField, name="Fair", kind="day")
    told = own_list.add(DealField, name="Has a marketer", kind="yes_no")
    begun(house, own={budget.key: "1200.50", fair.key: "2026-03-02", told.key: "no"})
    own_list.close(fair, at=house.at)
    [row] = read(lena, "/deals/list/deals.csv")
    named = ("Budget", "Fair", "Has a marketer")
    assert [row[name] for name in named] == ["1200.50", "2026-03-02", "no"]
    fields = own.guessed(list(row), deal_fields.guess(list(row)).fields, DealField.objects.still_open())
    assert fields[-3:] == [own.column(budget), NOTHING, own.column(told)]
    of_lead = own_list.add(LeadField, name="Budget", kind="number")
    came(house, own={of_lead.key: "5"})
    assert [one["Budget"] for one in read(lena, "/leads/leads.csv")] == ["5"]


def test_invoices_are_saved_with_what_is_owed(house: House, client_of: Of) -> None:
    bill = issued(house)
    [row] = read(client_of(house.oleg), "/invoices/invoices.csv")
    assert (row["Number"], row["Client"], row["Sum"], row["Paid"]) == (
        bill.number, "Northwind Bakery", f"{bill.total}", "0.00",
    )  # fmt: skip


def test_clients_are_saved_as_the_list_shows_them(house: House, client_of: Of) -> None:
    [row] = read(client_of(house.vera), "/accounts/clients.csv")
    assert (row["Client"], row["Account manager"], row["Projects"]) == ("Northwind Bakery", "Vera", "1")


def test_nobody_saves_what_they_do_not_see(house: House, client_of: Of) -> None:
    came(house)
    begun(house, title="Vera's", person=house.vera)
    pavel = client_of(house.pavel)
    assert read(pavel, "/leads/leads.csv?state=all") == []
    assert read(pavel, "/deals/list/deals.csv?state=all") == []
    assert pavel.get("/invoices/invoices.csv").status_code == 404


def test_more_than_a_file_takes_is_refused_whole(house: House, lena: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST", 1)
    came(house)
    came(house, name="Bob", at=house.at + timedelta(minutes=1))
    answer = lena.get("/leads/leads.csv", follow=True)
    assert answer.redirect_chain == [("/leads/?state=unsorted", 302)]
    assert "More than 1 rows: narrow the list first." in answer.content.decode()


def test_a_file_of_three_asks_as_much_as_a_file_of_one(house: House, lena: Client) -> None:
    begun(house)
    of_one = queries_of(lena, "/deals/list/deals.csv")
    begun(house)
    begun(house)
    assert queries_of(lena, "/deals/list/deals.csv") == of_one
