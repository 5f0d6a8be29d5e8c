"""Deals by the API: begun once with what is next, moved through open gates alone, and of another agency nothing."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from keepstep.domain.agency import api_token
from keepstep.domain.sales import deal, gate
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.waiver import Waiver
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, prove, stages, standing_at, too_dear

NEW = {
    "title": "A shop", "company": "Bakery", "salesperson": "vera@keepstep.test", "task": "Call", "due": "2999-03-03",
}  # fmt: skip


class Caller:
    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(), secret

    def say(self, said: Any, where: str = "", *, verb: str = "POST", key: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})
        answer = self.client.generic(
            verb, f"/api/deals{where}", json.dumps(said), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    def send(self, said: dict[str, Any], where: str, file: tuple[str, bytes]) -> tuple[int, Any]:
        answer = self.client.post(
            f"/api/deals{where}", {**said, "file": SimpleUploadedFile(*file)},
            headers={"Authorization": f"Bearer {self.secret}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    def get(self, where: str = "", **said: Any) -> tuple[int, Any]:
        answer = self.client.get(f"/api/deals{where}", said, headers={"Authorization": f"Bearer {self.secret}"})
        return answer.status_code, answer.json()


@pytest.fixture
def caller(house: House) -> Caller:
    return Caller(api_token.make(name="Shop", by=house.oleg, at=house.at).secret)


@pytest.fixture
def new(house: House) -> dict[str, Any]:
    return NEW | {"salesperson": house.vera.email}


def stand(made: Deal) -> str:
    return Deal.objects.get(pk=made.pk).stage.name


def test_a_deal_begins_in_the_first_stage_with_its_next_task(house: House, caller: Caller, new: dict[str, Any]) -> None:
    facts = {"amount": "1500.50", "phone": "+49 (30) 123 456 78", "client": house.northwind.name.upper()}
    status, shown = caller.say(new | facts)
    made = Deal.objects.get()
    assert (status, shown["id"], shown["stage"], shown["state"]) == (201, str(made.pk), "New request", "open")
    assert (shown["client"], shown["phone"], shown["amount"]) == (house.northwind.name, "+493012345678", "1500.50")
    assert (shown["currency"], shown["salesperson"]) == (house.agency.currency, "Vera")
    assert shown["next_task"] == {"title": "Call", "due": "2999-03-03"}
    assert [one["is_here"] for one in shown["stages"]] == [True] + [False] * 6
    assert list(DealTask.objects.values_list("deal", "title")) == [(made.pk, "Call")]


def test_begun_again_under_its_key_it_is_the_same_deal(caller: Caller, new: dict[str, Any]) -> None:
    first, second = caller.say(new, key="17"), caller.say(new, key="17")
    assert ((first[0], second[0]), first[1]["id"] == second[1]["id"]) == ((201, 200), True)
    status, shown = caller.say(new | {"task": "Write"}, key="17")
    assert (status, list(shown["errors"])) == (409, [""])
    caller.say(new, key="18")
    caller.say(new)
    assert (Deal.objects.count(), DealTask.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "  "}, "title"), ({"task": ""}, "task"), ({"due": None}, "due"), ({"due": "2020-03-01"}, "due"),
        ({"company": ""}, "company"), ({"salesperson": "nobody@keepstep.test"}, "salesperson"),
        ({"pipeline": "Fairs"}, "pipeline"), ({"client": "Nobody"}, "client"), ({"source": "Fair"}, "source"),
        ({"amount": "-1"}, "amount"), ({"amount": "1.001"}, "amount"), ({"amount": "NaN"}, "amount"),
        ({"currency": "XYZ"}, "currency"), ({"email": "ada@"}, "email"), ({"phone": "12"}, "phone"),
        ({"name": "a\0"}, "name"), ({"stage": "Paid"}, "stage"), ({"state": "done"}, "state"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    caller: Caller, new: dict[str, Any], said: dict[str, Any], field: str
) -> None:
    status, shown = caller.say(new | said)
    assert (status, list(shown["errors"]), Deal.objects.count()) == (422, [field], 0)


@pytest.mark.parametrize("left_out", ["title", "task", "due", "salesperson"])
def test_no_deal_begins_without_what_it_needs(caller: Caller, new: dict[str, Any], left_out: str) -> None:
    status, shown = caller.say({name: value for name, value in new.items() if name != left_out})
    assert (status, list(shown["errors"]), Deal.objects.count()) == (422, [left_out], 0)


def test_facts_are_changed_and_what_they_were_is_kept(house: House, caller: Caller) -> None:
    made = begun(house, company="Bakery", amount=None)
    status, shown = caller.say({"amount": "900", "closes_on": "2026-04-01"}, f"/{made.pk}", verb="PATCH")
    assert (status, shown["amount"], shown["closes_on"], shown["title"]) == (200, "900.00", "2026-04-01", "New shop")
    record = DealRecord.objects.get(kind="amended")
    assert (record.facts["was"], record.by) == ({"amount": "", "closes_on": ""}, None)
    status, shown = caller.say({"company": ""}, f"/{made.pk}", verb="PATCH")
    assert (status, list(shown["errors"])) == (422, ["company"])


def test_a_deal_goes_where_its_gates_are_open_and_no_further(house: House, caller: Caller) -> None:
    made = begun(house)
    prove(house, made, Gate.CLARIFIED)
    assert caller.say({"stage": str(stages(house)[Gate.CLARIFIED].pk)}, f"/{made.pk}/stage")[0] == 200
    status, shown = caller.say({"stage": str(stages(house)[Gate.CONTRACTED].pk)}, f"/{made.pk}/stage")
    said = "There is no evidence yet: proposal version accepted, contract signed"
    missing = [{"gate": 2, "opened_by": "proposal version accepted"}, {"gate": 3, "opened_by": "contract signed"}]
    assert (status, shown) == (409, {"errors": {"": [said]}, "missing": missing})
    assert stand(made) == "Request clarified"
    assert caller.say({"stage": str(stages(house)[Gate.NEW].pk)}, f"/{made.pk}/stage")[0] == 200


def test_a_shut_gate_is_named_in_the_agencys_language(house: House, caller: Caller) -> None:
    house.agency.language = "ru"
    house.agency.save(update_fields=["language"])
    [first, *_] = stages(house)
    made = begun(house)
    _status, shown = caller.say({"stage": str(stages(house)[Gate.CLARIFIED].pk)}, f"/{made.pk}/stage")
    assert (first.gate, [one["opened_by"] for one in shown["missing"]]) == (0, ["бриф заполнен"])


def test_nobody_waives_a_gate_from_afar(house: House, caller: Caller) -> None:
    made = begun(house)
    said = {"stage": str(stages(house)[Gate.PAID].pk), "reason": "An old friend."}
    status, shown = caller.say(said, f"/{made.pk}/stage")
    assert (status, list(shown["errors"]), Waiver.objects.exists()) == (422, ["reason"], False)
    assert stand(made) == "New request"


def test_what_opened_the_gates_is_shown_and_what_was_waived(house: House, caller: Caller) -> None:
    made = standing_at(house, Gate.CLARIFIED)
    gate.pass_to(made, stages(house)[Gate.AGREED], by=house.oleg, at=house.at, reason="An old friend.")
    _status, shown = caller.get(f"/{made.pk}")
    told = [(one["gate"], one["by"], one["note"], one["is_waived"]) for one in shown["evidence"]]
    assert told == [(1, "Vera", "", False), (2, "Oleg", "An old friend.", True)]
    missing = [[shut["gate"] for shut in one["missing"]] for one in shown["stages"]]
    assert missing == [[], [], [], [], [3], [3, 4], [3, 4, 5]]


def test_a_deal_is_lost_for_a_reason_of_the_agency_and_once(house: House, caller: Caller) -> None:
    made, why = begun(house), too_dear(house).name
    assert list(caller.say({"reason": "Rain"}, f"/{made.pk}/loss")[1]["errors"]) == ["reason"]
    status, shown = caller.say({"reason": why, "words": "Next year"}, f"/{made.pk}/loss")
    assert (status, shown["state"], shown["loss_reason"]) == (200, "lost", why)
    assert caller.say({"reason": why}, f"/{made.pk}/loss")[0] == 409
    status, shown = caller.say({"stage": str(stages(house)[Gate.CLARIFIED].pk)}, f"/{made.pk}/stage")
    assert (status, shown["missing"]) == (409, [])


def test_a_lost_deal_is_opened_again_and_once(house: House, caller: Caller) -> None:
    made = begun(house)
    caller.say({"reason": too_dear(house).name}, f"/{made.pk}/loss")
    status, shown = caller.say(None, f"/{made.pk}/loss", verb="DELETE")
    assert (status, shown["state"], shown["loss_reason"], shown["closed_at"]) == (200, "open", None, None)
    status, shown = caller.say(None, f"/{made.pk}/loss", verb="DELETE")
    assert (status, shown) == (409, {"errors": {"": ["It has gone on since: here is how it stands now."]}})
    assert [one.by for one in DealRecord.objects.filter(kind="reopened")] == [None]


def test_it_is_passed_on_to_a_colleague(house: House, caller: Caller) -> None:
    made = begun(house)
    for _time in range(2):
        status, shown = caller.say({"salesperson": house.oleg.email.upper()}, f"/{made.pk}/salesperson", verb="PUT")
        assert (status, shown["salesperson"]) == (200, "Oleg")
    assert DealRecord.objects.filter(kind="given").count() == 1
    status, shown = caller.say({"salesperson": house.marta.email}, f"/{made.pk}/salesperson", verb="PUT")
    assert (status, list(shown["errors"]), Deal.objects.get().person) == (422, ["salesperson"], house.oleg)


def test_evidence_opens_its_gate_and_is_the_same_told_again(house: House, caller: Caller) -> None:
    made, said = begun(house), {"gate": 1, "day": "2026-03-02", "note": "By telephone"}
    for _time in range(2):
        status, shown = caller.say(said, f"/{made.pk}/evidence")
    told = [(one["gate"], one["day"], one["note"], one["by"]) for one in shown["evidence"]]
    assert (status, told) == (200, [(1, "2026-03-02", "By telephone", None)])
    assert caller.say({"stage": str(stages(house)[Gate.CLARIFIED].pk)}, f"/{made.pk}/stage")[0] == 200
    assert Evidence.objects.get().is_said  # and so it can be taken back on the deal's page


@pytest.mark.parametrize(
    ("said", "status", "errors"),
    [
        (
            {"gate": 5, "day": "2026-03-02"}, 409,
            {"": ["The account manager opens this gate, by accepting the handover."]},
        ),
        ({"gate": 1, "day": "2999-03-02"}, 422, {"day": ["This day is still to come."]}),
        ({"gate": 1}, 422, {"day": ["Field required"]}),
        (
            {"gate": 3, "day": "2026-03-02"}, 422,
            {"file": ["Attach the signed contract: without it this gate stays shut."]},
        ),
        ({"gate": 0, "day": "2026-03-02"}, 422, {"gate": ["Input should be greater than or equal to 1"]}),
        ({"gate": 6, "day": "2026-03-02"}, 422, {"gate": ["Input should be less than or equal to 5"]}),
    ],
)  # fmt: skip
def test_what_is_no_evidence_on_the_pages_is_none_here(
    house: House, caller: Caller, said: dict[str, Any], status: int, errors: dict[str, Any]
) -> None:
    made = begun(house)
    assert caller.say(said, f"/{made.pk}/evidence") == (status, {"errors": errors})
    assert not Evidence.objects.exists()


def test_a_signed_contract_comes_with_its_paper_and_is_the_same_told_again(house: House, caller: Caller) -> None:
    made, said = begun(house), {"gate": "3", "day": "2026-03-02", "note": "No 7"}
    for _time in range(2):
        status, shown = caller.send(said, f"/{made.pk}/evidence/file", ("c.pdf", b"%PDF-1"))
    assert (status, [(one["gate"], one["note"]) for one in shown["evidence"]]) == (200, [(3, "No 7")])
    kept = Evidence.objects.get()
    assert (kept.file_name, kept.is_said) == ("c.pdf", True)
    caller.send(said, f"/{made.pk}/evidence/file", ("c.pdf", b"%PDF-2"))
    assert Evidence.objects.count() == 2


def test_a_paper_that_is_none_is_refused_at_its_field(house: House, caller: Caller) -> None:
    where, said = f"/{begun(house).pk}/evidence/file", {"gate": "3", "day": "2026-03-02"}
    status, shown = caller.send(said, where, ("c.exe", b"MZ"))
    assert (status, list(shown["errors"])) == (422, ["file"])
    status, shown = caller.send({**said, "day": "2999-03-02"}, where, ("c.pdf", b"%PDF-1"))
    assert (status, shown) == (422, {"errors": {"day": ["This day is still to come."]}})
    assert caller.send({**said, "gate": "5"}, where, ("c.pdf", b"%PDF-1"))[0] == 409
    assert not Evidence.objects.exists()


def test_what_is_next_is_planned_put_off_and_done(house: House, caller: Caller) -> None:
    there = f"/{begun(house).pk}"
    caller.say({"title": "Call", "due": "2999-03-05"}, f"{there}/tasks")
    status, shown = caller.say({"title": "Write", "due": "2999-03-04"}, f"{there}/tasks")
    assert (status, shown["next_task"]) == (200, {"title": "Write", "due": "2999-03-04"})
    write, call = (one["id"] for one in shown["tasks"])
    _status, shown = caller.say({"due": "2999-03-09"}, f"{there}/tasks/{write}", verb="PATCH")
    assert [(one["title"], one["due"]) for one in shown["tasks"]] == [("Call", "2999-03-05"), ("Write", "2999-03-09")]
    for _time in range(2):
        status, shown = caller.say({}, f"{there}/tasks/{call}/done")
    assert (status, [one["title"] for one in shown["tasks"]]) == (200, ["Write"])
    late = {"errors": {"due": ["This day is over: choose today or a later one."]}}
    assert caller.say({"title": "Call", "due": "2020-03-05"}, f"{there}/tasks") == (422, late)
    assert caller.say({"due": "2020-03-05"}, f"{there}/tasks/{write}", verb="PATCH") == (422, late)
    assert caller.say({}, f"/{begun(house).pk}/tasks/{write}/done")[0] == 404


def test_the_list_is_read_page_by_page_without_gap_or_double(house: House, caller: Caller) -> None:
    for number in range(5):
        begun(house, title=f"Deal {number}", at=house.at + timedelta(minutes=number // 2))
    seen, after = [], ""
    while True:
        status, page = caller.get(limit=2, after=after)
        seen += [one["title"] for one in page["deals"]]
        after = page["next"]
        if not after:
            break
    assert (status, seen) == (200, [f"Deal {number}" for number in reversed(range(5))])


def test_the_list_is_narrowed(house: House, caller: Caller) -> None:
    later = house.at + timedelta(hours=1)
    [agreed, his, touched] = [
        standing_at(house, Gate.AGREED, title="Agreed"), begun(house, title="His", person=house.oleg),
        begun(house, title="Touched"),
    ]  # fmt: skip
    deal.amend(touched, title="Retitled", by=house.vera, at=later)
    asked: list[dict[str, Any]] = [
        {"stage": str(agreed.stage_id)}, {"salesperson": house.oleg.email.upper()}, {"since": later.isoformat()},
        {"state": "lost"}, {"pipeline": his.stage.pipeline.name},
    ]  # fmt: skip
    found = [{one["title"] for one in caller.get(**said)[1]["deals"]} for said in asked]
    assert found == [{"Agreed"}, {"His"}, {"Retitled"}, set(), {"Agreed", "His", "Retitled"}]


@pytest.mark.parametrize(
    "said", [{"limit": 0}, {"limit": 101}, {"after": "x"}, {"since": "monday"}, {"stage": "Paid"}]
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused(caller: Caller, said: dict[str, Any]) -> None:
    status, shown = caller.get(**said)
    assert (status, list(shown["errors"])) == (422, list(said))


def test_for_another_agency_it_does_not_exist(house: House, caller: Caller) -> None:
    made, stage, why = begun(house), stages(house)[Gate.NEW], too_dear(house).name
    with house.elsewhere.entered():
        theirs = Caller(api_token.make(name="Theirs", by=house.marta, at=house.at).secret)
    there = f"/{made.pk}"
    tried = [
        theirs.get(there)[0], theirs.say({"title": "Ours"}, there, verb="PATCH")[0],
        theirs.say({"stage": str(stage.pk)}, f"{there}/stage")[0], theirs.say({"reason": why}, f"{there}/loss")[0],
        theirs.say(None, f"{there}/loss", verb="DELETE")[0],
        theirs.say({"salesperson": house.marta.email}, f"{there}/salesperson", verb="PUT")[0],
        theirs.say({"gate": 1, "day": "2026-03-02"}, f"{there}/evidence")[0],
        theirs.send({"gate": "3", "day": "2026-03-02"}, f"{there}/evidence/file", ("c.pdf", b"%PDF-1"))[0],
        theirs.say({"title": "Call", "due": "2999-03-05"}, f"{there}/tasks")[0], caller.get(f"/{uuid4()}")[0],
    ]  # fmt: skip
    assert (theirs.get()[1]["deals"], tried) == ([], [404] * 10)
    assert (Deal.objects.get().title, Deal.objects.get().state) == ("New shop", "open")


def test_without_a_token_the_door_is_shut(house: House) -> None:
    made, stranger = begun(house), Caller("ks_x")
    assert [stranger.get()[0], stranger.get(f"/{made.pk}")[0], stranger.say(NEW)[0]] == [401] * 3
