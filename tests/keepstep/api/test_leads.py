"""Leads by the API: told of once, every fault at its field, and of another agency nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from keepstep.domain.agency import api_token
from keepstep.domain.agency.api_token import ApiToken
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.lead import Lead
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, site

WHERE = "/api/leads"
ADA = {"source": "website", "name": "Ada", "emails": ["ada@bakery.test"]}
In = Callable[[Person], Client]


class Caller:
    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(), secret

    def post(self, said: Any, key: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})
        body = said if isinstance(said, str) else json.dumps(said)
        answer = self.client.post(WHERE, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    def get(self, **said: Any) -> tuple[int, Any]:
        answer = self.client.get(WHERE, said, headers={"Authorization": f"Bearer {self.secret}"})
        return answer.status_code, answer.json()


@pytest.fixture
def caller(house: House) -> Caller:
    site(house)
    return Caller(api_token.make(name="Shop", by=house.oleg, at=house.at).secret)


def test_a_lead_is_told_of_with_all_that_is_known(house: House, caller: Caller) -> None:
    said = ADA | {
        "phones": ["+49 (30) 123 456 78"], "message": "A shop", "consent": "I agree",
        "last_touch": {"utm_source": "google", "other": "x"},
    }  # fmt: skip
    status, shown = caller.post(said)
    made = Lead.objects.get()
    assert (status, shown["id"], shown["source"], shown["channel"]) == (201, str(made.pk), "Website", "api")
    assert (made.emails, made.phones, made.consent) == (["ada@bakery.test"], ["+493012345678"], "I agree")
    assert (made.first_touch, made.last_touch) == ({"utm_source": "google"}, {"utm_source": "google"})


def test_told_again_under_its_key_it_is_the_same_lead(house: House, caller: Caller) -> None:
    first, second = caller.post(ADA, "17"), caller.post(ADA, "17")
    assert ((first[0], second[0]), first[1]["id"] == second[1]["id"]) == ((201, 200), True)
    status, shown = caller.post(ADA | {"name": "Bea"}, "17")
    assert (status, list(shown["errors"])) == (409, [""])
    caller.post(ADA, "18")
    caller.post(ADA)
    assert Lead.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"emails": []}, ""), ({"emails": ["ada@"]}, "emails.0"), ({"source": "Fair"}, "source"),
        ({"phones": ["12"]}, "phones"), ({"site": "x y"}, "site"), ({"name": "x" * 201}, "name"),
        ({"name": "a\0"}, "name"), ({"owner": "me"}, "owner"), ({"emails": "ada@bakery.test"}, "emails"),
        ({"first_touch": {"gclid": 7}}, "first_touch.gclid"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(house: House, caller: Caller, said: dict[str, Any], field: str) -> None:
    status, shown = caller.post(ADA | said)
    assert (status, list(shown["errors"]), Lead.objects.count()) == (422, [field], 0)


def test_what_is_no_json_is_refused(caller: Caller) -> None:
    status, shown = caller.post("{")
    assert (status, list(shown["errors"])) == (400, [""])


def test_the_list_is_read_page_by_page_without_gap_or_double(house: House, caller: Caller) -> None:
    for number in range(5):
        came(house, name=f"Lead {number}", at=house.at + timedelta(minutes=number // 2))
    seen, after = [], ""
    while True:
        status, page = caller.get(limit=2, after=after)
        seen += [lead["name"] for lead in page["leads"]]
        after = page["next"]
        if not after:
            break
    assert (status, seen) == (200, [f"Lead {number}" for number in reversed(range(5))])
    assert len(caller.get(since=(house.at + timedelta(minutes=1)).isoformat())[1]["leads"]) == 3


@pytest.mark.parametrize("said", [{"limit": 0}, {"limit": 101}, {"limit": 10**30}, {"after": "x"}, {"since": "monday"}])
def test_a_list_that_cannot_be_is_refused(caller: Caller, said: dict[str, Any]) -> None:
    status, shown = caller.get(**said)
    assert (status, list(shown["errors"])) == (422, list(said))


def test_another_agency_sees_nothing_of_it(house: House, caller: Caller) -> None:
    came(house)
    with house.elsewhere.entered():
        theirs = Caller(api_token.make(name="Theirs", by=house.marta, at=house.at).secret)
    assert (theirs.get()[1]["leads"], len(caller.get()[1]["leads"])) == ([], 1)


def test_without_a_token_or_with_a_revoked_one_the_door_is_shut(house: House, caller: Caller) -> None:
    api_token.revoke(ApiToken.objects.get(), by=house.oleg, at=house.at)
    assert [one.get()[0] for one in (caller, Caller(""), Caller("ks_x"))] == [401, 401, 401]
    assert (caller.post(ADA)[0], Lead.objects.count()) == (401, 0)


def test_too_much_at_once_is_refused(house: House, caller: Caller, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/key"}
    assert [caller.post(ADA)[0] for _time in range(3)] == [201, 201, 429]


def test_a_token_is_shown_once_and_kept_as_a_hash(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    page = oleg.post("/settings/api/new/", {"name": "Shop"}).content.decode()
    made = ApiToken.objects.get()
    secret = page.split('<code id="secret">')[1].split("<")[0]
    again = oleg.get("/settings/api/").content.decode()
    assert (api_token.find(secret), secret in again, secret[-4:] in again) == (made, False, True)
    assert secret not in made.digest
    oleg.post(f"/settings/api/{made.pk}/revoking/")
    assert api_token.find(secret) is None


def test_its_description_is_open_to_everybody() -> None:
    told = Client().get("/api/openapi.json").json()
    assert sorted(told["paths"]["/api/leads"]) == ["get", "post"]
