"""A ladder's faults, known before any project stalls."""

import pytest

from keepstep.domain.agency.audience import Audience
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import project
from keepstep.domain.delivery.project import Project
from keepstep.round import ladder_fault
from keepstep.round.ladder_fault import Climb
from tests.cast import House, welcome

USUAL = [Climb(one, "email") for one in Audience.values]


def kinds(*rungs: Climb) -> list[dict[str, int]]:
    return ladder_fault.counts(rungs)


def test_a_client_whose_people_can_be_reached_is_no_fault(house: House) -> None:
    assert kinds(*USUAL) == [{}] * 6
    assert kinds(Climb("decider", "call"), Climb("team", "meeting")) == [{}, {}]


@pytest.mark.parametrize(
    ("rung", "kind"),
    [
        (Climb("team", "call"), "channel"),
        (Climb("team", "message"), "channel"),
        (Climb("holder", "call"), ""),
        (Climb("decider", "message"), ""),
    ],
)
def test_who_has_no_telephone_is_not_reached_by_it(house: House, rung: Climb, kind: str) -> None:
    assert kinds(rung) == [{kind: 1} if kind else {}]


def test_telegram_carries_a_message(house: House) -> None:
    Contact.objects.filter(pk=house.tom.pk).update(channels=["email", "telegram"])
    assert kinds(Climb("team", "message")) == [{}]


def test_who_has_left_is_nobody(house: House) -> None:
    contact.depart(house.ines, at=house.at)
    assert kinds(Climb("decider", "email"), Climb("management", "call"), Climb("holder", "email")) == [
        {"person": 1}, {"person": 1}, {},
    ]  # fmt: skip


def test_a_project_without_a_producer_is_a_fault_where_a_producer_has_the_turn(house: House) -> None:
    other = project.start(house.northwind, name="Shop", at=house.at)
    assert kinds(*USUAL) == [{}, {"producer": 1}, {"producer": 1}, {}, {}, {}]
    assert [one.project for one in ladder_fault.clients(Climb("producer", "email"))] == [other.pk]


def test_an_agency_without_management_has_nobody_to_telephone(house: House) -> None:
    type(house.oleg).objects.filter(pk=house.oleg.pk).update(roles=["producer"])
    assert kinds(Climb("management", "call"), Climb("holder", "email")) == [{"management": 1}, {}]


def test_only_clients_we_work_for_with_an_open_project_are_looked_at(house: House) -> None:
    empty = welcome("Empty", manager=house.vera)
    assert kinds(Climb("holder", "email")) == [{}]
    project.start(empty, name="Site", producer=house.pavel, at=house.at)
    assert kinds(Climb("holder", "email")) == [{"person": 1}]
    account.become(empty, State.PAUSED, by=house.vera, at=house.at, reason="summer")
    assert kinds(Climb("holder", "email")) == [{}]


def test_the_list_is_paged_by_name_and_costs_one_statement(house: House) -> None:
    for name in ("Alder", "Fig", "Zest"):
        project.start(welcome(name, manager=house.vera), name="Site", producer=house.pavel, at=house.at)
    rung = Climb("decider", "email")
    first = ladder_fault.clients(rung, most=2)
    last = first[-1]
    rest = ladder_fault.clients(rung, after=(last.sort_name, last.account))
    assert ([one.name for one in first], [one.name for one in rest]) == (["Alder", "Fig"], ["Zest"])
    assert kinds(rung) == [{"person": 3}]


def test_faults_are_asked_for_at_some_clients_alone(house: House) -> None:
    fig = welcome("Fig", manager=house.vera)
    project.start(fig, name="Site", producer=house.pavel, at=house.at)
    rungs = [Climb("decider", "email"), Climb("team", "call")]
    assert ladder_fault.at(rungs, accounts=[fig.pk]) == {(rung, fig.pk) for rung in rungs}
    assert ladder_fault.at(rungs, accounts=[house.northwind.pk]) == {(rungs[1], house.northwind.pk)}


def test_another_agencys_clients_are_not_counted(house: House) -> None:
    assert Project.objects.count() == 1
    assert kinds(Climb("team", "meeting")) == [{}]
