"""A piece of an import: who is known is found for all rows at once, and an import is taken back exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepstep.domain.sales import file_import, lead_import, lead_loading, sorting
from keepstep.domain.sales.file_import import NotToBeUndone
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport, LeadImportRow
from keepstep.domain.sales.lead_loading import Arrival
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.sign import Sign
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, site


def arrival(house: House, number: int, **facts: Any) -> Arrival:
    known = {"name": f"Row {number}", "source": site(house), "came_at": house.at - timedelta(days=40)}
    return Arrival(number, [f"cell {number}"], Lead(**{**known, **facts}))


def begun(house: House, *, policy: str = "skip", **facts: Any) -> LeadImport:
    one = file_import.receive(
        LeadImport, b"a;b", name="leads.csv", system="", headings=["a"], fields=["name"], total=9, agency=house.agency,
        by=house.oleg, at=house.at,
    )  # fmt: skip
    file_import.start(one, at=house.at, source=site(house), policy=policy, **facts)
    one.refresh_from_db()
    return one


def load(house: House, one: LeadImport, *arrivals: Arrival) -> list[tuple[int, str]]:
    lead_loading.load(one, arrivals, at=house.at)
    file_import.finish(one, at=house.at)
    return list(LeadImportRow.objects.filter(of=one).values_list("number", "outcome"))


def everything() -> tuple[Any, ...]:
    models = (Lead, Sign, LeadRecord)
    return tuple(list(model._default_manager.order_by("pk").values()) for model in models)


def test_new_ones_become_leads_with_their_signs_and_their_cells(house: House) -> None:
    one = begun(house, person=house.vera)
    assert load(house, one, arrival(house, 2, emails=["Ada+x@Bakery.test"], phones=["+4930111111"])) == [(2, "made")]
    made = Lead.objects.get()
    assert (made.name, made.channel, made.state, made.person) == ("Row 2", "import", "taken", house.vera)
    assert (made.came_at, made.responded_at) == (house.at - timedelta(days=40), made.came_at)
    signs = set(Sign.objects.filter(lead=made).values_list("kind", "value"))
    assert signs == {("email", "ada@bakery.test"), ("phone", "+4930111111"), ("domain", "bakery.test")}
    assert LeadImportRow.objects.get().cells == ["cell 2"]


@pytest.mark.parametrize(
    ("policy", "outcomes", "leads"),
    [
        ("skip", ["skipped", "skipped", "made", "skipped", "skipped", "made"], 3),
        ("attach", ["attached", "made", "made", "attached", "attached", "made"], 4),
        ("anyway", ["made", "made", "made", "made", "made", "made"], 7),
    ],
)
def test_whoever_is_known_in_the_book_or_in_the_rows_before(
    house: House, policy: str, outcomes: list[str], leads: int
) -> None:
    came(house, emails=["ada@bakery.test"])
    rows = [
        arrival(house, 2, emails=["ADA@bakery.test"]),
        arrival(house, 3, phones=["+4930123456"]),  # Ines of Northwind Bakery
        arrival(house, 4, emails=["cleo@x.test"]),
        arrival(house, 5, emails=["cleo@x.test"], phones=["+4930555555"]),
        arrival(house, 6, phones=["+4930555555"]),
        arrival(house, 7, emails=["colleague@x.test"]),
    ]
    one = begun(house, policy=policy)
    assert [outcome for _number, outcome in load(house, one, *rows)] == outcomes
    assert Lead.objects.count() == leads
    doubles = LeadImportRow.objects.filter(of=one, number__in=[4, 5, 6]).values_list("lead", flat=True)
    assert len(set(doubles)) == (3 if policy == "anyway" else 1)


def test_who_is_known_at_a_client_is_attached_to_it(house: House) -> None:
    load(house, begun(house, policy="attach"), arrival(house, 2, emails=["ines@northwind.test"]))
    made = Lead.objects.get()
    assert (made.state, made.account) == ("attached", house.northwind)
    sorting.restore(made, by=house.vera, at=house.at)
    assert Lead.objects.get().state == "unsorted"


def test_a_row_with_a_fault_is_refused_and_kept(house: House) -> None:
    wrong = arrival(house, 2, emails=["ada@bakery.test"])
    wrong.faults.append(("E-mail", "ada@ is no e-mail address."))
    assert load(house, begun(house), wrong, arrival(house, 3, emails=["ada@bakery.test"])) == [
        (2, "refused"), (3, "made"),
    ]  # fmt: skip
    assert LeadImportRow.objects.get(number=2).faults == [["E-mail", "ada@ is no e-mail address."]]


def test_the_next_piece_knows_the_one_before(house: House) -> None:
    one = begun(house)
    load(house, one, arrival(house, 2, emails=["ada@bakery.test"]))
    assert load(house, one, arrival(house, 3, emails=["ada@bakery.test"])) == [(2, "made"), (3, "skipped")]
    one.refresh_from_db()
    assert one.done == 2


@pytest.mark.parametrize("policy", ["skip", "attach", "anyway"])
def test_an_import_is_taken_back_exactly(house: House, policy: str) -> None:
    came(house, emails=["ada@bakery.test"])
    before = everything()
    one = begun(house, policy=policy)
    load(house, one, *(arrival(house, n, emails=["ada@bakery.test", f"a{n}@x.test"]) for n in range(2, 5)))
    load(house, one, arrival(house, 5, emails=["new@x.test"]))
    file_import.ask_undo(one, by=house.oleg, at=house.at)
    assert (lead_import.undo(one, at=house.at), everything()) == (0, before)
    with pytest.raises(NotToBeUndone):
        file_import.ask_undo(one, by=house.oleg, at=house.at)


def test_on_whom_somebody_has_worked_stays(house: House) -> None:
    one = begun(house)
    load(house, one, *(arrival(house, n, emails=[f"a{n}@x.test"]) for n in range(2, 5)))
    sorting.take(Lead.objects.get(name="Row 3"), by=house.vera, at=house.at)
    assert (lead_import.undo(one, at=house.at), Lead.objects.get().name) == (1, "Row 3")


def test_a_hundred_rows_cost_as_many_statements_as_one(house: House) -> None:
    counts = []
    for number in (1, 100):
        one = begun(house)
        rows = [arrival(house, 2 + n, emails=[f"a{n}@x{number}.test"]) for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            lead_loading.load(one, rows, at=house.at)
        counts.append(len(queries))
    assert counts[0] == counts[1]
