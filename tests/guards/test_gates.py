"""Every way through a shut gate × everybody who might try: none leads through, and the deal stands where it stood."""

import json
from collections.abc import Callable
from itertools import combinations, product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from keepstep.domain.agency import api_token
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import evidence, gate
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImportRow
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.waiver import Waiver
from keepstep.intake import jobs
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, ground, stages, standing_at

each_way = pytest.mark.parametrize(
    ("begins", "ends"), [way for way in product(Gate, Gate) if way[0] < way[1]], scope="module"
)
Forbidden = dict[Deal, list[Gate]]
"""The deals of a test, each with the gates that nothing has opened for it."""


@pytest.fixture(scope="module")
def forbidden(standing: House, begins: Gate, ends: Gate) -> Forbidden:
    """A deal for each choice of at least one missing evidence between where it stands and where it is to go. Nobody
    leads it anywhere, so that all who try may try the same ones."""
    between = [one for one in Gate if begins < one <= ends]
    found = {}
    for count in range(1, len(between) + 1):
        for missing in combinations(between, count):
            made = standing_at(standing, begins) if begins else begun(standing)
            for one in set(between) - set(missing):
                evidence.record(made, one, source=ground(one), by=standing.vera, at=standing.at)
            found[made] = list(missing)
    connection.check_constraints()
    return found


def passed(found: Forbidden, begins: Gate) -> list[Deal]:
    """Those that do not stand where they stood."""
    return list(Deal.objects.filter(pk__in=[one.pk for one in found]).exclude(stage__gate=begins, state="open"))


@each_way
def test_no_verb_leads_through(house: House, forbidden: Forbidden, begins: Gate, ends: Gate) -> None:
    told = {}
    for one in forbidden:
        with pytest.raises(GateShut) as refused:
            gate.pass_to(one, stages(house)[ends], by=house.vera, at=house.at)
        told[one] = refused.value.missing
    assert (told, passed(forbidden, begins)) == (forbidden, [])


@each_way
def test_no_page_leads_through(
    house: House, forbidden: Forbidden, client_of: Callable[[Person], Client], begins: Gate, ends: Gate
) -> None:
    """Neither a plain move, nor an answer that says nothing, nor the reason of somebody who is no head."""
    lena, oleg = client_of(join("Lena", Role.SALES)), client_of(house.oleg)
    plain = {"stage": stages(house)[ends].pk}
    statuses = set()
    for one in forbidden:
        where = f"/deals/{one.pk}/stage/"
        for said in ({}, {"asked": "1"}, {"asked": "1", "reason": "A friend."}):
            statuses.add(lena.post(where, plain | said, headers={"HX-Request": "true"}).status_code)
        statuses.add(oleg.post(where, plain | {"asked": "1", "reason": " "}).status_code)
    assert (statuses <= {200, 422}, passed(forbidden, begins), Waiver.objects.exists()) == (True, [], False)


@each_way
def test_no_act_on_several_leads_through(
    house: House, forbidden: Forbidden, client_of: Callable[[Person], Client], begins: Gate, ends: Gate
) -> None:
    lena = client_of(join("Lena", Role.SALES))
    keys = [one.pk for one in forbidden]
    said = {"act": "move", "deal": keys, "stage": stages(house)[ends].pk, "reason": "Friends."}
    page = lena.post("/deals/several/", said).content.decode()
    assert page.count("There is no evidence yet") == len(keys)
    assert (passed(forbidden, begins), Waiver.objects.exists()) == ([], False)


@each_way
def test_no_other_system_leads_through(house: House, forbidden: Forbidden, begins: Gate, ends: Gate) -> None:
    token, client = api_token.make(name="Shop", by=house.oleg, at=house.at).secret, Client()
    told = {}
    for one in forbidden:
        answer = client.post(
            f"/api/deals/{one.pk}/stage", json.dumps({"stage": str(stages(house)[ends].pk)}),
            content_type="application/json", headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        told[one] = [Gate(shut["gate"]) for shut in answer.json()["missing"]] if answer.status_code == 409 else []
    assert (told, passed(forbidden, begins)) == (forbidden, [])


def test_no_other_system_opens_the_last_gate(house: House) -> None:
    token, made = api_token.make(name="Shop", by=house.oleg, at=house.at).secret, standing_at(house, Gate.PAID)
    said = json.dumps({"gate": int(Gate.HANDED_OVER), "day": house.day.isoformat()})
    answer = Client().post(
        f"/api/deals/{made.pk}/evidence", said, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    told = evidence.Evidence.objects.filter(deal=made, gate=Gate.HANDED_OVER)
    assert (answer.status_code, told.exists()) == (409, False)


@each_way
def test_no_file_leads_through(house: House, begins: Gate, ends: Gate, client_of: Callable[[Person], Client]) -> None:
    """A salesperson's file, with the reason that only a head may write: each deal stands before the first gate of which
    the file says nothing. What is said to be won, without a payment, comes in not at all."""
    lena, there = client_of(join("Lena", Role.SALES)), stages(house)[ends]
    told, rows = {}, ["Deal,Company,Stage," + ",".join(f"Proof {one}" for one in range(1, 5))]
    between = [one for one in Gate if begins < one <= ends]
    for count in range(1, len(between) + 1):
        for missing in combinations(between, count):
            shut = {*missing, Gate.HANDED_OVER} if ends == Gate.HANDED_OVER else {*missing}
            proofs = ["2026-01-05" if one in range(1, ends + 1) and one not in shut else "" for one in range(1, 5)]
            name = f"Without {'-'.join(str(int(one)) for one in missing)}"
            rows.append(",".join([name, "Sail", there.name, *proofs]))
            told[name] = min(shut) - 1
    file = SimpleUploadedFile("deals.csv", "\n".join(rows).encode())
    where = lena.post("/deals/files/new/", {"file": file})["Location"]
    said = {
        "field": ["title", "company", "stage", "proof:1", "proof:2", "proof:3", "proof:4"], "policy": "skip",
        "said": f"|{there.name.lower()}", "stage": there.pk, "pipeline": there.pipeline_id, "waiver": "Friends.",
        "person": Person.objects.get(name="Lena").pk,
    }  # fmt: skip
    assert lena.post(f"{where}loading/", said).status_code == 302
    with house.agency.entered():
        jobs.load_deals(str(house.agency.pk), where.split("/")[-2])
    stood = dict(Deal.objects.filter(company="Sail").values_list("title", "stage__gate"))
    won = {name for name, at in told.items() if ends == Gate.HANDED_OVER and at < Gate.PAID}
    assert stood == {name: at for name, at in told.items() if name not in won}
    outcomes = dict(DealImportRow.objects.values_list("cells__0", "outcome"))
    assert outcomes == {name: "refused" if name in won else "held" for name in told}
    assert not Waiver.objects.exists()


@each_way
def test_the_database_takes_it_from_nobody(house: House, forbidden: Forbidden, begins: Gate, ends: Gate) -> None:
    """Whatever writes past the verbs: as the role of the application, which is no owner."""
    there = stages(house)[ends]
    for one in forbidden:
        with pytest.raises(IntegrityError, match="behind a gate"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update deal set stage_id = %s where id = %s", [there.pk, one.pk])
        with pytest.raises(IntegrityError, match="behind a gate"), transaction.atomic():
            Deal.objects.bulk_create([
                Deal(
                    title="Loaded", person=house.vera, stage=there, currency="EUR", since=house.at, opened_at=house.at
                )
            ])  # fmt: skip
    assert (passed(forbidden, begins), Deal.objects.filter(title="Loaded").exists()) == ([], False)
