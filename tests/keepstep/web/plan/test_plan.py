"""The plan's page: typed cell by cell, suggested, copied, frozen, closed."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.service import Service
from keepstep.domain.money import plan_close, retainer
from keepstep.domain.money.plan_close import PlanClose
from keepstep.domain.money.plan_line import PlanLine
from tests.cast import House, join, welcome
from tests.keepstep.domain.money.bills import company
from tests.keepstep.domain.money.plans import APRIL, FEBRUARY, MARCH, of, paid, planned, sells

D = Decimal
In = Callable[[Person], Client]
HX = {"HX-Request": "true", "Accept": "text/html, application/json"}


@pytest.fixture(autouse=True)
def monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def seo(house: House) -> Service:
    return sells("SEO")


@pytest.fixture
def vera(house: House, client_of: In) -> Client:
    return client_of(house.vera)


def shown(answer: object) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))  # type: ignore[attr-defined]


def cell(house: House, service: Service) -> str:
    return f"plan-{house.northwind.pk}-{service.pk}"


def standing() -> list[tuple[date, Decimal | None]]:
    return [(one.month, one.amount) for one in PlanLine.objects.standing().order_by("month")]


def test_a_cell_is_written_as_people_write_numbers(house: House, seo: Service, vera: Client) -> None:
    said = {"month": "2026-04", cell(house, seo): "1 200,50", "services": str(seo.pk)}
    answer = vera.post("/plan/lines/", said, headers=HX)
    assert (answer.status_code, standing()) == (200, [(APRIL, D("1200.50"))])
    assert 'data-value="1,200.50"' in answer.content.decode()


def test_an_emptied_cell_is_planned_no_more(house: House, seo: Service, vera: Client) -> None:
    planned(house, seo, "1000", month=APRIL)
    vera.post("/plan/lines/", {"month": "2026-04", cell(house, seo): ""}, headers=HX)
    assert standing() == [(APRIL, None)]


def test_a_running_month_asks_why(house: House, seo: Service, vera: Client) -> None:
    said = {"month": "2026-03", cell(house, seo): "900"}
    answer = vera.post("/plan/lines/", said, headers=HX)
    assert (answer.status_code, answer.json()) == (422, {"fault": "The month has begun: say why its plan changes."})
    assert vera.post("/plan/lines/", said | {"why": "A new project"}, headers=HX).status_code == 200
    assert "A new project" in shown(vera.get("/plan/changes/?month=2026-03"))


@pytest.mark.parametrize("text", ["much", "-5", "1e30"])
def test_what_is_no_amount_is_refused(house: House, seo: Service, vera: Client, text: str) -> None:
    answer = vera.post("/plan/lines/", {"month": "2026-04", cell(house, seo): text}, headers=HX)
    assert (answer.status_code, standing()) == (422, [])


def test_another_managers_client_is_none(house: House, seo: Service, client_of: In) -> None:
    zoe = join("Zoe", Role.ACCOUNT_MANAGER)
    said = {"month": "2026-04", cell(house, seo): "900"}
    assert client_of(zoe).post("/plan/lines/", said, headers=HX).status_code == 404
    assert client_of(house.pavel).get("/plan/").status_code == 404


def test_a_retainer_is_suggested_with_its_reason_and_taken_for_all_at_once(
    house: House, seo: Service, vera: Client
) -> None:
    retainer.agree(
        house.northwind, service=seo, entity=company(), price=D(1000), since=MARCH, by=house.vera, at=house.at
    )
    page = vera.get("/plan/?month=2026-04").content.decode()
    assert ('placeholder="1,000"' in page, "€1,000: the retainer of €1,000" in unescape(page)) == (True, True)
    vera.post("/plan/suggestions/", {"month": "2026-04"})
    assert standing() == [(APRIL, D(1000))]


def test_what_was_usual_is_suggested_and_what_was_said_stays(house: House, seo: Service, vera: Client) -> None:
    """A third of 900 a month; of content a plan was made already."""
    content = sells("Content")
    paid(house, date(2026, 2, 3), of(seo, "900"), of(content, "300"))
    planned(house, content, "50", month=APRIL)
    vera.post("/plan/suggestions/", {"month": "2026-04"})
    assert {one.service.name: one.amount for one in PlanLine.objects.standing()} == {"SEO": D(300), "Content": D(50)}


def test_last_months_plan_is_copied_and_the_copy_taken_back(house: House, seo: Service, vera: Client) -> None:
    planned(house, seo, "700", month=MARCH)
    answer = vera.post("/plan/copy/", {"month": "2026-04"}, headers={"HX-Request": "true"})
    assert standing() == [(MARCH, D(700)), (APRIL, D(700))]
    undo = re.search(r'"undo": "(/plan/undoing/[^"]+)"', str(dict(answer.headers)).replace("\\", ""))
    where = undo[1] if undo else f"/plan/undoing/?month=2026-04&at={house.at.isoformat().replace('+', '%2B')}"
    vera.post(where)
    assert standing() == [(MARCH, D(700)), (APRIL, None)]


def test_the_page_tells_plan_fact_pace_projection_and_gap(house: House, seo: Service, vera: Client) -> None:
    """On the first of 22 working days 50 of 1,100 are just the pace."""
    planned(house, seo, "1100")
    paid(house, house.day, of(seo, "50"))
    said = shown(vera.get("/plan/?month=2026-03"))
    assert "1 of 22 working days have passed" in said
    assert "Plan €1,100 Fact €50 Pace 100 % Projection €50 Gap €1,050" in said.replace("\xa0", " ")


def test_the_plan_at_the_start_stands_beside_what_it_became(house: House, seo: Service, vera: Client) -> None:
    planned(house, seo, "1000")
    planned(house, seo, "800", at=house.at, why="They cut")
    said = shown(vera.get("/plan/?month=2026-03"))
    assert ("at the start 1,000" in said, "1 change since its start" in said) == (True, True)


def test_a_closed_month_is_read_only(house: House, seo: Service, client_of: In) -> None:
    planned(house, seo, "1000", month=FEBRUARY)
    paid(house, date(2026, 2, 10), of(seo, "900"))
    oleg = client_of(house.oleg)
    assert b'class="plan-cell"' in oleg.get("/plan/?month=2026-02").content
    oleg.post("/plan/close/", {"month": "2026-02"})
    page = oleg.get("/plan/?month=2026-02")
    assert (b'class="plan-cell"' in page.content, "Plan accuracy 90" in shown(page)) == (False, True)
    oleg.post(f"/plan/closes/{PlanClose.objects.get().pk}/reopening/")
    assert PlanClose.objects.standing().count() == 0


def test_the_head_sees_all_and_each_manager_their_own(house: House, seo: Service, client_of: In) -> None:
    zoe = join("Zoe", Role.ACCOUNT_MANAGER)
    other = welcome("Lumen", manager=zoe)
    planned(house, seo, "100")
    planned(house, seo, "300", account=other)
    all_of_them = shown(client_of(house.oleg).get("/plan/?month=2026-03"))
    assert [name in all_of_them for name in ("Northwind", "Lumen", "€400", "Zoe")] == [True] * 4
    mine = shown(client_of(zoe).get("/plan/?month=2026-03"))
    assert [name in mine for name in ("Northwind", "Lumen", "€400", "€300")] == [False, True, False, True]
    assert "Northwind" not in shown(client_of(house.oleg).get(f"/plan/?month=2026-03&manager={zoe.pk}"))


def test_without_services_it_says_what_to_do(house: House, vera: Client) -> None:
    assert "There is nothing to sell yet" in shown(vera.get("/plan/"))


def test_clients_who_left_before_are_not_planned(house: House, seo: Service, vera: Client) -> None:
    from keepstep.domain.clients import account  # only here
    from keepstep.domain.clients.account import State

    account.become(house.northwind, State.CHURNED, by=house.vera, at=house.at)
    assert ["Northwind" in shown(vera.get(f"/plan/?month=2026-0{month}")) for month in (3, 4)] == [True, False]


def test_a_month_is_closed_by_its_rules_alone(house: House, seo: Service, client_of: In) -> None:
    assert LegalEntity.objects.count() == 0
    oleg = client_of(house.oleg)
    oleg.post("/plan/close/", {"month": "2026-03"})
    assert (PlanClose.objects.count(), plan_close.PATIENCE) == (0, 5)
