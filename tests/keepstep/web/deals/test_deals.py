"""The pages of deals: the board with its sums, moving with the gate's question, the list, a deal's page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal_task, gate, loss
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.domain.sales.waiver import Waiver
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, prove, stages, standing_at, too_dear
from tests.keepstep.domain.sales.leads import came

Of = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def words(client: Client, where: str) -> str:
    """The page as it is read."""
    page = client.get(where).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def stands(made: Deal) -> Stage:
    return Deal.objects.select_related("stage").get(pk=made.pk).stage


def test_the_board_counts_and_sums_each_column_by_currency(house: House, lena: Person, client_of: Of) -> None:
    begun(house, amount=Decimal(1000))
    begun(house, amount=Decimal("500.50"), title="Second")
    begun(house, amount=Decimal(300), currency="USD")
    begun(house)
    loss.lose(begun(house, title="Gone"), reason=too_dear(house), by=house.vera, at=house.at)
    standing_at(house, Gate.AGREED, amount=Decimal(7))
    page = words(client_of(lena), "/deals/")
    assert "New request 4 deals · €1,500.50 · $300" in page
    assert "Price agreed 1 deal · €7" in page
    assert "Gone" not in page


def test_a_card_says_how_long_it_stands_of_how_long_it_may_and_what_is_next(
    house: House, lena: Person, client_of: Of
) -> None:
    late = begun(house, title="Late", at=house.at - timedelta(days=7))
    deal_task.plan(late, title="Send the brief", due=house.day, by=house.vera, at=house.at)
    page = words(client_of(lena), "/deals/")
    assert "5 of 1 day here Send the brief · today" in page
    begun(house, title="Fresh")
    assert "0 of 1 day here No next task" in words(client_of(lena), "/deals/")


def test_an_account_manager_sees_their_own_deals_only(house: House, client_of: Of) -> None:
    mine, other = begun(house, title="Mine"), begun(house, title="Other", person=house.oleg)
    vera = client_of(house.vera)
    page = words(vera, "/deals/list/")
    assert ("Mine" in page, "Other" in page, 'href="/deals/"' in vera.get("/").content.decode()) == (True, False, False)
    assert (vera.get(f"/deals/{mine.pk}/").status_code, vera.get(f"/deals/{other.pk}/").status_code) == (200, 404)


def test_a_move_through_a_shut_gate_asks_and_nothing_moves_until_it_is_answered(
    house: House, lena: Person, client_of: Of
) -> None:
    made, agreed = begun(house), stages(house)[Gate.AGREED]
    where = f"/deals/{made.pk}/stage/"
    asked = client_of(lena).post(where, {"stage": agreed.pk}, headers={"HX-Request": "true"})
    sheet = asked.content.decode()
    assert ("Brief answered on" in sheet, "Proposal version accepted on" in sheet) == (True, True)
    assert "Or pass without evidence" not in sheet
    half = {"stage": agreed.pk, "asked": "1", "day_1": "2026-03-02"}
    assert client_of(lena).post(where, half).status_code == 422
    waived = {"stage": agreed.pk, "asked": "1", "reason": "They are friends."}
    assert client_of(lena).post(where, waived).status_code == 422
    assert (stands(made).gate, Evidence.objects.count(), Waiver.objects.count()) == (Gate.NEW, 0, 0)
    assert client_of(lena).post(where, {**half, "day_2": "2026-02-27", "note_2": "By telephone"}).status_code == 302
    assert stands(made) == agreed
    assert list(Evidence.objects.values_list("gate", "note", "by__name")) == [
        (1, "", "Lena"),
        (2, "By telephone", "Lena"),
    ]


def test_a_head_passes_with_a_reason_that_is_shown_on_the_deal(house: House, client_of: Of) -> None:
    made, paid = begun(house), stages(house)[Gate.PAID]
    oleg = client_of(house.oleg)
    said = {"stage": paid.pk, "asked": "1", "reason": "They pay on Friday.", "day_1": "2026-03-02"}
    assert oleg.post(f"/deals/{made.pk}/stage/", said).status_code == 302
    assert stands(made) == paid
    page = words(oleg, f"/deals/{made.pk}/")
    assert ("Payment received: without evidence Oleg" in page, "They pay on Friday." in page) == (True, True)
    oleg.post(f"/deals/{made.pk}/stage/return/")
    assert stands(made).gate == Gate.NEW


@pytest.mark.parametrize("ends", [one for one in Gate if one])
def test_no_page_moves_a_deal_behind_a_shut_gate(house: House, lena: Person, client_of: Of, ends: Gate) -> None:
    made, stage = begun(house), stages(house)[ends]
    for said in ({}, {"asked": "1"}, {"asked": "1", "reason": "Please"}, {"asked": "1", "day_1": "tomorrow"}):
        client_of(lena).post(f"/deals/{made.pk}/stage/", {"stage": stage.pk, **said})
    assert stands(made).gate == Gate.NEW


def test_an_open_way_is_one_step_and_undone_by_another(house: House, lena: Person, client_of: Of) -> None:
    made, agreed = begun(house), stages(house)[Gate.AGREED]
    prove(house, made, Gate.AGREED)
    answer = client_of(lena).post(f"/deals/{made.pk}/stage/", {"stage": agreed.pk}, headers={"HX-Request": "true"})
    assert (stands(made), f"/deals/{made.pk}/stage/return/" in answer["HX-Trigger"]) == (agreed, True)
    client_of(lena).post(f"/deals/{made.pk}/stage/return/")
    assert stands(made).gate == Gate.NEW


def test_a_contract_comes_with_its_file_and_evidence_taken_back_takes_the_deal_with_it(
    house: House, lena: Person, client_of: Of
) -> None:
    made = standing_at(house, Gate.AGREED)
    client = client_of(lena)
    said = {"gate": 3, "day": "2026-03-02", "note": "No 7", "file": SimpleUploadedFile("c.pdf", b"%PDF-1")}
    assert client.post(f"/deals/{made.pk}/evidence/", said).status_code == 302
    kept = Evidence.objects.get(gate=Gate.CONTRACTED)
    assert client.get(f"/evidence/{kept.pk}/file/").getvalue() == b"%PDF-1"
    gate.pass_to(made, stages(house)[Gate.CONTRACTED], by=lena, at=house.at)
    assert client.post(f"/evidence/{kept.pk}/withdrawal/", {"words": ""}).status_code == 422
    assert client.post(f"/evidence/{kept.pk}/withdrawal/", {"words": "Wrong deal"}).status_code == 302
    assert stands(made).gate == Gate.AGREED


def test_a_move_through_the_contracts_gate_asks_for_its_paper(house: House, lena: Person, client_of: Of) -> None:
    made, concluded = standing_at(house, Gate.AGREED), stages(house)[Gate.CONTRACTED]
    where, said = f"/deals/{made.pk}/stage/", {"stage": concluded.pk, "asked": "1", "day_3": "2026-03-02"}
    for client in (client_of(lena), client_of(house.oleg)):
        answer = client.post(where, said)
        told = "Attach the signed contract: without it this gate stays shut." in answer.content.decode()
        assert (answer.status_code, told, stands(made).gate) == (422, True, Gate.AGREED)
    paper = {"file_3": SimpleUploadedFile("c.pdf", b"%PDF-1")}
    assert client_of(house.oleg).post(where, {**said, **paper, "day_3": "", "reason": "x"}).status_code == 422
    assert not Evidence.objects.filter(gate=Gate.CONTRACTED).exists()
    again = {"file_3": SimpleUploadedFile("c.pdf", b"%PDF-1")}
    assert client_of(lena).post(where, {**said, **again}).status_code == 302
    assert (stands(made), Evidence.objects.get(gate=Gate.CONTRACTED).file_name) == (concluded, "c.pdf")


def test_a_head_lets_a_deal_pass_without_the_contract(house: House, client_of: Of) -> None:
    made, concluded = standing_at(house, Gate.AGREED), stages(house)[Gate.CONTRACTED]
    said = {"stage": concluded.pk, "asked": "1", "reason": "They sign on Friday."}
    assert client_of(house.oleg).post(f"/deals/{made.pk}/stage/", said).status_code == 302
    assert (stands(made), Waiver.objects.get().gate) == (concluded, Gate.CONTRACTED)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"day": "2026-03-03"}, "This day is still to come."),
        ({"file": SimpleUploadedFile("c.exe", b"MZ")}, "was not taken"),
        ({}, "Attach the signed contract: without it this gate stays shut."),
        ({"gate": "0"}, "Select a valid choice"),
    ],
)
def test_what_is_no_evidence_is_refused_at_its_field(
    house: House, lena: Person, client_of: Of, said: dict, fault: str
) -> None:
    answer = client_of(lena).post(f"/deals/{begun(house).pk}/evidence/", {"gate": 3, "day": "2026-03-02", **said})
    assert (answer.status_code, fault in answer.content.decode(), Evidence.objects.count()) == (422, True, 0)


NEW = {
    "title": "New shop", "company": "Ada’s bakery", "amount": "1200", "currency": "eur", "task": "Call",
    "due": "2026-03-03",
}  # fmt: skip


def test_a_deal_is_begun_by_hand_with_its_next_task(house: House, lena: Person, client_of: Of) -> None:
    along = stages(house)[0].pipeline
    answer = client_of(lena).post("/deals/new/", {**NEW, "pipeline": along.pk, "person": lena.pk})
    made = Deal.objects.get()
    assert (answer["Location"], made.person, made.currency) == (f"/deals/{made.pk}/", lena, "EUR")
    assert list(DealTask.objects.values_list("title", "deal")) == [("Call", made.pk)]
    bare = {**NEW, "pipeline": along.pk, "person": lena.pk, "company": "", "task": ""}
    refused = client_of(lena).post("/deals/new/", bare).content.decode()
    assert ("Say with whom" in refused or "This field is required" in refused, Deal.objects.count()) == (True, 1)


def test_a_lead_becomes_a_deal_from_its_page(house: House, lena: Person, client_of: Of) -> None:
    ada = came(house, company="Ada’s bakery", message="Hello! A shop for cakes. How much is it?")
    client = client_of(lena)
    form = client.get(f"/leads/{ada.pk}/deal/").context["form"]
    assert (form["title"].value(), form["company"].value()) == ("A shop for cakes", "Ada’s bakery")
    assert f'href="/leads/{ada.pk}/deal/"' in client.get(f"/leads/{ada.pk}/").content.decode()
    said = {**NEW, "pipeline": stages(house)[0].pipeline_id, "person": lena.pk}
    assert client.post(f"/leads/{ada.pk}/deal/", said).status_code == 302
    made = Deal.objects.get()
    assert (made.lead, Lead.objects.get().state) == (ada, "deal")
    assert f'href="/deals/{made.pk}/"' in client.get(f"/leads/{ada.pk}/").content.decode()
    client.post(f"/leads/{ada.pk}/deal/", said)
    assert Deal.objects.count() == 1


def test_a_deal_is_lost_for_a_reason_and_opened_again(house: House, lena: Person, client_of: Of) -> None:
    made, client = begun(house), client_of(lena)
    assert client.post(f"/deals/{made.pk}/loss/", {}).status_code == 422
    client.post(f"/deals/{made.pk}/loss/", {"reason": too_dear(house).pk, "words": "Half of it"})
    assert "Lost: Too expensive" in words(client, f"/deals/{made.pk}/")
    assert "New shop" in words(client, "/deals/list/?state=lost")
    client.post(f"/deals/{made.pk}/opening/")
    assert Deal.objects.get().state == "open"


def test_tasks_are_planned_put_off_done_and_undone(house: House, lena: Person, client_of: Of) -> None:
    made, client = begun(house), client_of(lena)
    late = client.post(f"/deals/{made.pk}/tasks/", {"title": "Call", "due": "2026-02-27"})
    assert "This day is over" in late.content.decode()
    client.post(f"/deals/{made.pk}/tasks/", {"title": "Call", "due": "2026-03-02"})
    planned = DealTask.objects.get()
    client.post(f"/deal-tasks/{planned.pk}/", {"title": "Call", "due": "2026-03-04"})
    client.post(f"/deal-tasks/{planned.pk}/done/")
    planned.refresh_from_db()
    assert (planned.due.day, planned.done_by) == (4, lena)
    client.post(f"/deal-tasks/{planned.pk}/undone/")
    assert list(DealTask.objects.open()) == [planned]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["Fresh", "Old"]),
        ("?sort=longest", ["Old", "Fresh"]),
        ("?sort=closing", ["Old"]),
        ("?task=none", ["Fresh"]),
        ("?task=late", ["Old"]),
        ("?q=FRE", ["Fresh"]),
        ("?q=nobody", []),
        ("?state=lost", ["Gone"]),
        ("?state=done", []),
        ("?state=all", ["Gone", "Fresh", "Old"]),
        ("?state=zzz&sort=zzz&stage=zzz&after=zzz", ["Fresh", "Old"]),
    ],
)
def test_the_list_is_narrowed_and_ordered(
    house: House, lena: Person, client_of: Of, asked: str, titles: list[str]
) -> None:
    week = timedelta(days=7)
    old = begun(house, title="Old", at=house.at - week, closes_on=house.day)
    deal_task.plan(old, title="Call", due=house.day - week, by=house.vera, at=house.at)
    begun(house, title="Fresh", at=house.at - timedelta(hours=2))
    loss.lose(begun(house, title="Gone"), reason=too_dear(house), by=house.vera, at=house.at)
    page = client_of(lena).get(f"/deals/list/{asked}").content.decode()
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)', page) == titles


@pytest.mark.parametrize("sort", ["", "longest", "closing"])
def test_pages_of_the_list_follow_one_another_without_a_gap(
    house: House, lena: Person, client_of: Of, sort: str
) -> None:
    for n in range(51):
        begun(house, title=f"Deal {n}", at=house.at - timedelta(minutes=n), closes_on=house.day + timedelta(days=n % 3))
    client = client_of(lena)
    seen: list[str] = []
    where = f"/deals/list/?sort={sort}"
    while where:
        page = client.get(where).content.decode()
        seen += re.findall(r'<th scope="row"><a [^>]*>([^<]+)', page)
        found = re.search(r'href="([^"]*)">\s*Next page', re.sub(r"<(?!a )[^>]*>", "", page))
        where = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted(f"Deal {n}" for n in range(51))


def test_facts_are_changed_and_what_they_were_is_told(house: House, lena: Person, client_of: Of) -> None:
    made, client = begun(house, company="Ada’s"), client_of(lena)
    client.post(f"/deals/{made.pk}/edit/", {"title": "Shop", "company": "Ada’s", "amount": "10.50", "currency": "EUR"})
    client.post(f"/deals/{made.pk}/notes/", {"words": "They hurry."})
    client.post(f"/deals/{made.pk}/salesperson/", {"person": lena.pk})
    page = words(client, f"/deals/{made.pk}/")
    for told in ("Title: New shop → Shop", "Amount: – → 10.50", "They hurry.", "Given to Lena"):
        assert told in page
