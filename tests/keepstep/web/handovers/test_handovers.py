"""The pages of handovers: prepared, assigned, returned, accepted, with their clocks; the list with its medians."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency import absence, service
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import evidence, handover, handover_turn
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.handover_line import HandoverLine
from keepstep.domain.sales.handover_person import HandoverPerson
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.promise import Promise
from keepstep.domain.talk import touchpoint
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, prove, stages
from tests.keepstep.domain.sales.handovers import accepted, offered, won

Of = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def read(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def words(client: Client, where: str) -> str:
    """The page as it is read."""
    return read(client.get(where).content.decode())


def standing(made: Handover) -> Handover:
    return Handover.objects.get(pk=made.pk)


def test_it_is_prepared_from_the_deal(house: House, lena: Person, client_of: Of) -> None:
    deal, client = begun(house, company="Bakery", name="Bea"), client_of(lena)
    answer = client.post(f"/deals/{deal.pk}/handover/")
    made = Handover.objects.get(deal=deal)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/handovers/{made.pk}/")
    assert "There is no evidence yet: brief answered, proposal version accepted" in words(
        client, f"/handovers/{made.pk}/"
    )


def test_what_is_missing_is_said_beside_what_is_there(house: House, lena: Person, client_of: Of) -> None:
    made = won(house)
    page = words(client_of(lena), f"/handovers/{made.pk}/")
    assert "There: What the client wants There: Somebody to write to 1 person There: First project New shop" in page
    assert "Missing: Account manager A head assigns one. Missing: Decision maker Who says yes in the end?" in page


def test_promises_people_and_services_are_written_changed_and_taken_off(
    house: House, lena: Person, client_of: Of
) -> None:
    made, client = won(house), client_of(lena)
    seo = service.offer(name="SEO", unit="month", price=500, currency="EUR")
    here = f"/handovers/{made.pk}"
    client.post(f"{here}/promises/new/", {"words": "Open before Easter", "due": "2026-04-01"})
    client.post(f"{here}/people/new/", {"name": "Leo", "part": "decider", "email": "leo@bakery.test"})
    client.post(f"{here}/lines/new/", {"service": seo.pk, "amount": "500"})
    promised, leo, line = Promise.objects.get(), HandoverPerson.objects.get(name="Leo"), HandoverLine.objects.get()
    assert client.post(f"{here}/lines/new/", {"service": seo.pk, "amount": "1"}).status_code == 422
    client.post(f"/handover-promises/{promised.pk}/", {"words": "Open by Easter", "due": ""})
    client.post(f"/handover-lines/{line.pk}/", {"service": seo.pk, "amount": "600"})
    client.post(f"/handover-people/{leo.pk}/removal/")
    page = words(client, f"{here}/")
    assert "Open by Easter · without a day · Lena" in page
    assert "SEO €600" in page
    assert "leo@bakery.test" not in page
    client.post(f"/handover-people/{leo.pk}/return/")
    assert "leo@bakery.test" in words(client, f"{here}/")


def test_the_head_assigns_and_sees_what_each_has_to_do(house: House, client_of: Of) -> None:
    made, client = won(house), client_of(house.oleg)
    nina = join("Nina", Role.ACCOUNT_MANAGER)
    absence.enter(nina, since=house.day, until=house.day, by=nina, at=house.at)
    page = words(client, f"/handovers/{made.pk}/manager/")
    assert "Nina — 0 clients, 0 things to do, away today Vera — 1 client, 0 things to do" in page
    client.post(f"/handovers/{made.pk}/manager/", {"manager": house.vera.pk})
    assert standing(made).manager == house.vera


def test_a_salesperson_assigns_nobody(house: House, lena: Person, client_of: Of) -> None:
    made = won(house)
    answer = client_of(lena).post(f"/handovers/{made.pk}/manager/", {"manager": house.vera.pk}, follow=True)
    assert "Only a head says who manages the client." in answer.content.decode()
    assert standing(made).manager is None


def test_it_goes_to_and_fro_until_it_is_accepted(house: House, lena: Person, client_of: Of) -> None:
    made = won(house)
    here = f"/handovers/{made.pk}"
    client_of(house.oleg).post(f"{here}/manager/", {"manager": house.vera.pk})
    client_of(lena).post(f"{here}/offer/", {"words": "They like it plain."})
    vera = client_of(house.vera)
    assert "Return with questions Accept" in words(vera, f"{here}/")
    assert vera.post(f"{here}/return/", {"questions": ""}).status_code == 422
    vera.post(f"{here}/return/", {"questions": "Who decides?"})
    assert "Asked back Who decides?" in words(client_of(lena), f"{here}/")
    assert client_of(lena).post(f"{here}/offer/", {"words": ""}).status_code == 422
    client_of(lena).post(f"{here}/offer/", {"words": "Bea does."})
    page = read(vera.post(f"{here}/acceptance/", follow=True).content.decode())
    client = Account.objects.get(name="Bakery")
    assert (client.manager, standing(made).state) == (house.vera, "accepted")
    assert "Introduce yourself" in page
    again = vera.post(f"{here}/acceptance/", follow=True).content.decode()
    assert "It has been accepted" in again
    assert Account.objects.filter(name="Bakery").count() == 1


def test_nobody_else_accepts(house: House, lena: Person, client_of: Of) -> None:
    made = offered(house)
    for person in (lena, house.oleg):
        client_of(person).post(f"/handovers/{made.pk}/acceptance/")
    assert client_of(house.pavel).post(f"/handovers/{made.pk}/acceptance/").status_code == 404
    assert standing(made).state == "offered"


def test_without_the_payment_neither_page_nor_bulk_act_hands_anything_over(house: House, client_of: Of) -> None:
    made = offered(house)
    evidence.withdraw(Evidence.objects.get(deal=made.deal, gate=Gate.PAID), by=house.oleg, at=house.at)
    answer = client_of(house.vera).post(f"/handovers/{made.pk}/acceptance/", follow=True)
    assert "There is no evidence yet: payment recorded" in answer.content.decode()
    last = stages(house)[Gate.HANDED_OVER]
    seller = client_of(made.deal.person)
    seller.post("/deals/several/", {"act": "move", "deal": str(made.deal_id), "stage": last.pk})
    seller.post(f"/deals/{made.deal_id}/stage/", {"stage": last.pk, "asked": "1", "day_4": "2026-03-02"})
    assert (standing(made).state, Deal.objects.get(pk=made.deal_id).state) == ("offered", "open")


def test_the_last_gate_is_opened_by_no_form(house: House, lena: Person, client_of: Of) -> None:
    deal, client = begun(house), client_of(lena)
    prove(house, deal, Gate.PAID)
    last = stages(house)[Gate.HANDED_OVER]
    assert client.post(f"/deals/{deal.pk}/evidence/", {"gate": 5, "day": "2026-03-02"}).status_code == 422
    answer = client.post(f"/deals/{deal.pk}/stage/", {"stage": last.pk, "asked": "1", "day_5": "2026-03-02"})
    assert (answer.status_code, Deal.objects.get(pk=deal.pk).state) == (422, "open")
    assert "The account manager opens this gate, by accepting the handover." in answer.content.decode()


def test_whoever_takes_over_reads_the_files_of_the_deal(house: House, client_of: Of) -> None:
    made = offered(house)
    file = ("contract.pdf", b"%PDF-")
    kept = evidence.record(made.deal, Gate.CONTRACTED, day=house.day, by=house.oleg, at=house.at, file=file)
    assert "contract.pdf" in words(client_of(house.vera), f"/handovers/{made.pk}/")
    assert client_of(house.vera).get(f"/evidence/{kept.pk}/file/").status_code == 200
    assert client_of(house.pavel).get(f"/evidence/{kept.pk}/file/").status_code == 404
    assert client_of(house.vera).post(f"/evidence/{kept.pk}/withdrawal/", {"words": "No"}).status_code == 404


def test_the_clocks_run_and_say_when_they_were_slow(house: House, client_of: Of) -> None:
    made = won(house, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at + timedelta(hours=2))
    handover_turn.offer(made, by=house.oleg, at=house.at + timedelta(hours=2))
    handover.accept(made, by=house.vera, at=house.at + timedelta(days=3))
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(days=3, hours=1)):
        page = words(client_of(house.oleg), f"/deals/{made.deal_id}/")
    assert "Won → assigned 2 h Assigned → accepted" in page
    assert "Accepted → first contact 1 h so far" in page


def test_the_list_has_the_medians_of_three(house: House, client_of: Of) -> None:
    for number in range(3):
        made = accepted(house, title=f"Shop {number}", company=f"Bakery {number}", person=house.oleg)
        at = house.at + timedelta(hours=1 + number)
        touchpoint.record(standing(made).account, direction="out", form="call", at=at, by=house.vera)
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(hours=4)):
        page = words(client_of(house.oleg), "/handovers/?state=accepted")
    assert "Accepted → first contact 2 h · 0 of 3 slow" in page
    assert page.count("accepted Oleg Vera") == 3
    assert "Nothing to hand over" in words(client_of(house.oleg), "/handovers/")


def test_others_see_those_that_are_to_be_theirs(house: House, client_of: Of) -> None:
    made = offered(house)
    assert "Bakery" in words(client_of(house.vera), "/handovers/")
    assert "Bakery" not in words(client_of(house.pavel), "/handovers/")
    assert client_of(house.pavel).get(f"/handovers/{made.pk}/").status_code == 404
