"""`accept_handover`: a paid deal is assigned, handed over, answered for, accepted, each within a working day."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from django.test import Client

from keepstep.domain.agency import person
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import AccountState
from keepstep.domain.sales import evidence, handover, handover_turn
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.talk import touchpoint
from keepstep.duties.accept_handover import ACCEPT, ANSWER, ASSIGN, PREPARE
from keepstep.round.item import Item
from keepstep.round.run import run
from tests.cast import House
from tests.keepstep.domain.money.bills import issued
from tests.keepstep.domain.sales.deals import begun, prove, standing_at
from tests.keepstep.domain.sales.handovers import accepted, offered, won
from tests.keepstep.duties.asked import asked, later, outcomes

Of = Callable[[Person], Client]
DUTY = "accept_handover"


def test_nothing_is_asked_before_a_deal_is_paid(house: House) -> None:
    standing_at(house, Gate.CONTRACTED)
    assert asked(DUTY, day=house.day) == []


def test_a_paid_deal_is_to_be_assigned_by_the_head_and_handed_over_by_its_salesperson(house: House) -> None:
    standing_at(house, Gate.PAID)
    assert asked(DUTY, day=house.day) == [("Oleg", "2026-03-02", ASSIGN), ("Vera", "2026-03-02", PREPARE)]


def test_money_before_the_contract_is_no_won_deal(house: House) -> None:
    made = begun(house)
    for one in (Gate.CLARIFIED, Gate.AGREED, Gate.PAID):
        evidence.record(made, one, by=house.vera, at=house.at)
    assert asked(DUTY, day=house.day) == []


def test_each_turn_is_done_when_it_is_the_next_ones(house: House) -> None:
    made = won(house)
    assert asked(DUTY, day=house.day) == [("Oleg", "2026-03-02", ASSIGN), ("Sam", "2026-03-02", PREPARE)]
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=made.deal.person, at=house.at)
    assert asked(DUTY, day=house.day) == [("Vera", "2026-03-02", ACCEPT)]
    handover_turn.give_back(made, questions="Who decides?", by=house.vera, at=house.at)
    assert asked(DUTY, day=house.day) == [("Sam", "2026-03-02", ANSWER)]
    handover_turn.offer(made, words="Bea.", by=made.deal.person, at=house.at)
    assert asked(DUTY, day=house.day) == [("Vera", "2026-03-02", ACCEPT)]
    handover.accept(made, by=house.vera, at=house.at)
    assert asked(DUTY, day=house.day) == []
    assert outcomes(DUTY) == ["done"] * 4


def test_it_is_due_by_the_end_of_the_next_working_day(house: House) -> None:
    offered(house)
    asked(DUTY, day=house.day)
    [due] = Item.objects.values_list("due", flat=True)
    assert due == house.at + timedelta(days=1, hours=9)


def test_who_was_assigned_and_has_left_is_replaced(house: House) -> None:
    offered(house)
    person.leave(house.vera, at=house.at)
    assert asked(DUTY, day=house.day) == [("Oleg", "2026-03-02", ASSIGN)]


def test_a_payment_taken_back_asks_for_nothing(house: House) -> None:
    made = offered(house)
    assert asked(DUTY, day=house.day) == [("Vera", "2026-03-02", ACCEPT)]
    evidence.withdraw(Evidence.objects.get(deal=made.deal, gate=Gate.PAID), by=house.oleg, at=house.at)
    assert (asked(DUTY, day=house.day), outcomes(DUTY)) == ([], ["lapsed"])


def test_on_today_it_opens_the_handover_and_leaves_with_the_acceptance(house: House, client_of: Of) -> None:
    made, vera = offered(house), client_of(house.vera)
    with patch("django.utils.timezone.now", return_value=house.at):
        run(day=house.day, at=house.at)
        page = vera.get("/").content.decode()
        assert "Accept the client or ask back" in page
        assert "Sam hands it over: what was promised stands in it." in page
        assert f'href="/handovers/{made.pk}/"' in page
        vera.post(f"/handovers/{made.pk}/acceptance/")
        page = vera.get("/").content.decode()
    assert "what was promised stands in it" not in page
    assert "Day 1 of 5. Still missing: the introduction, a first talk." in page


def test_the_kick_off_begins_with_the_acceptance_and_not_with_the_first_invoice(house: House) -> None:
    client = issued(house).account
    AccountState.objects.filter(account=client).update(state="onboarding")
    made = offered(house, account=client)
    assert asked("kickoff", day=house.day) == []
    handover.accept(made, by=house.vera, at=house.at + timedelta(days=3))
    assert asked("kickoff", day=later(house.day, 3), at=house.at + timedelta(days=3)) == [("Vera", "2026-03-05", 0)]


def test_a_client_that_nobody_handed_over_is_kicked_off_as_ever(house: House) -> None:
    AccountState.objects.filter(account=house.northwind, until=None).update(state="onboarding", since=house.at)
    assert asked("kickoff", day=house.day) == [("Vera", "2026-03-02", 0)]


def test_an_accepted_one_is_asked_for_by_nobody(house: House) -> None:
    accepted(house)
    prove(house, begun(house), Gate.CLARIFIED)
    assert asked(DUTY, day=house.day) == []
    assert Handover.objects.count() == 1


def test_the_first_word_is_due_by_the_end_of_the_next_working_day_and_the_kick_off_on_the_fifth(house: House) -> None:
    taken = accepted(house).account
    assert taken is not None
    asked("kickoff", day=house.day)
    assert Item.objects.get().due == house.at + timedelta(days=1, hours=9)
    touchpoint.record(taken, direction="out", form="email", at=house.at, by=house.vera)
    asked("kickoff", day=house.day)
    assert Item.objects.get().due == house.at + timedelta(days=7, hours=9)
