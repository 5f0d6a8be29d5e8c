"""Fields of the agency's own: settled, asked, shown and told on the pages of leads and of deals."""

import re
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.own_field import DealField, LeadField
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.leads import came

Of = Callable[[Person], Client]
DEAL = {"title": "New shop", "company": "Bakery", "currency": "EUR"}


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def words(client: Client, where: str) -> str:
    page = client.get(where).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def test_a_field_is_added_renamed_moved_and_archived(house: House, client_of: Of) -> None:
    oleg = client_of(house.oleg)
    for name, kind in (("Budget", "number"), ("Way", "choice")):
        said = {"name": name, "kind": kind, "choices": "A friend\n\n Search \nA friend"}
        assert oleg.post("/settings/deal-fields/new/", said)["Location"] == "/settings/deals/"
    budget, way = DealField.objects.all()
    assert (budget.choices, way.choices) == ([], ["A friend", "Search"])
    oleg.post(f"/settings/deal-fields/{budget.pk}/", {"name": "Budget a month", "kind": "text"})
    oleg.post(f"/settings/deal-fields/{way.pk}/", {"name": "Way", "choices": "Search\nA fair"})
    oleg.post(f"/settings/deal-fields/{way.pk}/place/")
    shown = [(one.name, one.kind, one.choices) for one in DealField.objects.still_open()]
    assert shown == [("Way", "choice", ["Search", "A fair"]), ("Budget a month", "number", [])]
    oleg.post(f"/settings/deal-fields/{way.pk}/closing/")
    assert "Budget a month number" in words(oleg, "/settings/deals/")
    assert list(DealField.objects.still_open()) == [budget]
    oleg.post(f"/settings/deal-fields/{way.pk}/opening/")
    assert DealField.objects.still_open().count() == 2
    assert "Fields of your own" in words(oleg, "/settings/leads/")


def test_a_name_is_a_fields_own_but_leads_and_deals_may_share_it(house: House, client_of: Of) -> None:
    oleg, said = client_of(house.oleg), {"name": "Budget", "kind": "number"}
    oleg.post("/settings/deal-fields/new/", said)
    assert "there already" in oleg.post("/settings/deal-fields/new/", said).content.decode()
    oleg.post("/settings/lead-fields/new/", said)
    assert (DealField.objects.count(), LeadField.objects.count()) == (1, 1)


def test_one_of_a_list_asks_for_its_choices(house: House, client_of: Of) -> None:
    page = client_of(house.oleg).post("/settings/deal-fields/new/", {"name": "Way", "kind": "choice"})
    assert (page.status_code, "Say what can be chosen" in page.content.decode()) == (422, True)


def test_a_deals_facts_tell_what_is_known_and_the_history_what_changed(house: House, client_of: Of) -> None:
    budget = own_list.add(DealField, name="Budget", kind="number")
    day = own_list.add(DealField, name="Fair", kind="day")
    told = own_list.add(DealField, name="Told by a friend", kind="yes_no")
    link = own_list.add(DealField, name="Board", kind="link")
    made, vera = begun(house, company="Bakery"), client_of(house.vera)
    said = {
        f"own_{budget.pk}": "12 000,50", f"own_{day.pk}": "2026-03-02", f"own_{told.pk}": "yes",
        f"own_{link.pk}": "miro.test/board",
    }  # fmt: skip
    vera.post(f"/deals/{made.pk}/edit/", DEAL | said)
    vera.post(f"/deals/{made.pk}/edit/", DEAL | said | {f"own_{told.pk}": "no"})
    page = words(vera, f"/deals/{made.pk}/")
    assert "Budget 12,000.50 Fair 2 Mar 2026 Told by a friend no Board miro.test/board" in page
    assert "Told by a friend: yes → no" in page
    assert "Budget: – → 12,000.50" in page
    assert 'href="https://miro.test/board"' in vera.get(f"/deals/{made.pk}/").content.decode()
    assert 'value="12,000.50"' in vera.get(f"/deals/{made.pk}/edit/").content.decode()


def test_what_is_not_of_its_kind_is_told_at_its_field(house: House, client_of: Of) -> None:
    budget = own_list.add(DealField, name="Budget", kind="number")
    made = begun(house, company="Bakery")
    page = client_of(house.vera).post(f"/deals/{made.pk}/edit/", {**DEAL, f"own_{budget.pk}": "a lot"})
    assert page.status_code == 422
    assert f'id="id_own_{budget.pk}_error">“a lot” is no number' in page.content.decode()
    assert Deal.objects.get(pk=made.pk).own == {}


def test_what_is_asked_no_more_stays_where_it_was_said(house: House, client_of: Of) -> None:
    budget = own_list.add(DealField, name="Budget", kind="number")
    way = own_list.add(DealField, name="Way", kind="choice", choices=["A friend", "Search"])
    made, vera = begun(house, company="Bakery", own={budget.key: "10", way.key: "A friend"}), client_of(house.vera)
    own_list.close(budget, at=house.at)
    own_list.amend(way, choices=["Search"])
    assert "Budget" not in words(vera, f"/deals/{made.pk}/edit/")
    vera.post(f"/deals/{made.pk}/edit/", {**DEAL, f"own_{way.pk}": "A friend"})
    assert Deal.objects.get(pk=made.pk).own == {budget.key: "10", way.key: "A friend"}
    assert "Budget 10 Way A friend" in words(vera, f"/deals/{made.pk}/")


def test_a_lead_is_asked_too_and_its_deal_begins_with_what_it_said(house: House, client_of: Of) -> None:
    of_lead = own_list.add(LeadField, name="Budget", kind="number")
    of_deal = own_list.add(DealField, name="Budget", kind="number")
    made, vera = came(house, person=house.vera), client_of(house.vera)
    vera.post(f"/leads/{made.pk}/edit/", {"name": "Ada", "emails": "ada@bakery.test", f"own_{of_lead.pk}": "1200"})
    assert Lead.objects.get(pk=made.pk).own == {of_lead.key: "1200"}
    page = words(vera, f"/leads/{made.pk}/")
    assert ("Budget 1,200" in page, "Budget: – → 1,200" in page) == (True, True)
    asked = vera.get(f"/leads/{made.pk}/deal/").content.decode()
    assert re.search(rf'name="own_{of_deal.pk}" value="1,200"', asked)


def test_where_nothing_is_said_a_deals_page_asks_for_no_field(house: House, client_of: Of) -> None:
    made, vera = begun(house, company="Bakery"), client_of(house.vera)
    with patch("keepstep.desk.sales.DealField.objects") as fields:
        assert vera.get(f"/deals/{made.pk}/").status_code == 200
    assert fields.mock_calls == []


def test_the_list_of_deals_is_filtered_by_what_is_one_of_few(house: House, client_of: Of) -> None:
    way = own_list.add(DealField, name="Way", kind="choice", choices=["A friend", "Search"])
    told = own_list.add(DealField, name="Has a marketer", kind="yes_no")
    own_list.add(DealField, name="Budget", kind="number")
    begun(house, title="First", own={way.key: "Search", told.key: "yes"})
    begun(house, title="Second", own={way.key: "Search"})
    begun(house, title="Third", own={told.key: "yes"})
    vera = client_of(house.vera)

    def found(**said: str) -> list[str]:
        page = vera.get("/deals/list/", said).content.decode()
        return [name for name in ("First", "Second", "Third") if f">{name}<" in page]

    assert found() == ["First", "Second", "Third"]
    assert found(**{f"own-{way.pk}": "Search"}) == ["First", "Second"]
    assert found(**{f"own-{way.pk}": "Search", f"own-{told.pk}": "yes"}) == ["First"]
    assert found(**{f"own-{told.pk}": "no", "own-nothing": "x"}) == []
    page = vera.get("/deals/list/", {f"own-{way.pk}": "Search"}).content.decode()
    assert '<option value="Search" selected>Search</option>' in page
    assert '<option value="yes">Has a marketer: yes</option>' in page
    assert f"filters/new/?state=open&amp;own-{way.pk}=Search" in page
    assert "own-" not in re.findall(r'<select[^>]*name="(own-[^"]*)"', page)[2:]
