"""Fields of the agency's own by the API: said and read by name, refused by name."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from keepstep.domain.agency import api_token, own_list
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.own_field import DealField, LeadField
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, stages
from tests.keepstep.domain.sales.leads import site

Call = Callable[..., tuple[int, Any]]
ADA = {"source": "website", "name": "Ada", "emails": ["ada@bakery.test"]}


@pytest.fixture
def call(house: House) -> Call:
    stages(house), site(house)
    secret = api_token.make(name="Shop", by=house.oleg, at=house.at).secret

    def told(way: str, where: str, said: Any = None) -> tuple[int, Any]:
        answer = getattr(Client(), way)(
            where, None if said is None else json.dumps(said), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    return told


def test_a_deal_says_what_is_asked_and_forgets_what_is_nothing(house: House, call: Call) -> None:
    budget = own_list.add(DealField, name="Budget", kind="number")
    told = own_list.add(DealField, name="Told by a friend", kind="yes_no")
    way = own_list.add(DealField, name="Way", kind="choice", choices=["Search"])
    made = begun(house, company="Bakery")
    where = f"/api/deals/{made.pk}"
    status, shown = call(
        "patch", where, {"own_fields": {"budget": 1200.5, told.key: True, "Way": "search"}}
    )  # fmt: skip
    assert (status, shown["own_fields"]) == (200, {"Budget": "1200.50", "Told by a friend": True, "Way": "Search"})
    status, shown = call("patch", where, {"own_fields": {"Budget": None}})
    assert Deal.objects.get(pk=made.pk).own == {told.key: "yes", way.key: "Search"}
    assert call("get", "/api/deals")[1]["deals"][0]["own_fields"] == {"Told by a friend": True, "Way": "Search"}
    assert budget.key not in shown["own_fields"]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"Budget": "a lot"}, "own_fields.Budget", "“a lot” is no number: write 1200 or 1200.50."),
        ({"Budget": True}, "own_fields.Budget", "“true” is no number: write 1200 or 1200.50."),
        ({"Height": 3}, "own_fields.Height", "There is no such field: add it in the settings."),
        ({"Old": "x"}, "own_fields.Old", "There is no such field: add it in the settings."),
    ],
)
def test_what_is_refused_is_named(house: House, call: Call, said: dict[str, Any], field: str, words: str) -> None:
    for of in (LeadField, DealField):
        own_list.add(of, name="Budget", kind="number")
        own_list.close(own_list.add(of, name="Old", kind="text"), at=house.at)
    where = f"/api/deals/{begun(house, company='Bakery').pk}"
    assert call("patch", where, {"own_fields": said}) == (422, {"errors": {field: [words]}})
    assert call("post", "/api/leads", ADA | {"own_fields": said}) == (422, {"errors": {field: [words]}})
    assert not Lead.objects.exists()


def test_a_deal_and_a_lead_begin_with_what_is_said(house: House, call: Call) -> None:
    for of in (LeadField, DealField):
        own_list.add(of, name="Fair", kind="day")
    status, shown = call("post", "/api/leads", ADA | {"own_fields": {"Fair": "02.03.2026"}})
    assert (status, shown["own_fields"]) == (201, {"Fair": "2026-03-02"})
    assert call("get", "/api/leads")[1]["leads"][0]["own_fields"] == {"Fair": "2026-03-02"}
    said = {
        "title": "A shop", "company": "Bakery", "salesperson": house.vera.email, "task": "Call",
        "due": "2099-03-02", "own_fields": {"Fair": "2026-03-02"},
    }  # fmt: skip
    status, shown = call("post", "/api/deals", said)
    assert (status, shown["own_fields"]) == (201, {"Fair": "2026-03-02"})
