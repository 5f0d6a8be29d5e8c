"""The introduction after a handover: drafted in the client's language until the first word; the brief stays ours."""

from datetime import date, timedelta

from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.sales import handover, handover_turn, promise
from keepstep.domain.sales.handover import Handover
from keepstep.domain.talk import touchpoint
from keepstep.round import introduction
from keepstep.round.news import gather
from tests.cast import House
from tests.keepstep.domain.sales.handovers import accepted, won


def drafted(house: House, language: str = "en") -> str:
    taken = Handover.objects.get().account
    assert taken is not None
    known = introduction.due(taken)
    assert known is not None
    return introduction.write(known, gather(taken, day=house.day, at=house.at), language=language).body


def taken_over(house: House) -> None:
    made = won(house)
    promise.write(made, words="The shop opens before Easter", due=date(2026, 4, 1), by=house.vera, at=house.at)
    promise.write(made, words="Photos are free", by=house.vera, at=house.at)
    handover.amend(made, brief="They drive hard bargains")
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=made.deal.person, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)


def test_it_says_who_writes_what_was_promised_and_what_comes_first(house: House) -> None:
    taken_over(house)
    assert drafted(house) == (
        "Hello, Bea!\n\n"
        "My name is Vera: from today on I look after you at Lighthouse.\n\n"
        "Sam has told me what we promised:\n- The shop opens before Easter — by 1 April\n- Photos are free\n\n"
        "What comes first:\n- Getting to know each other — by 3 March\n- Access and materials — by 4 March\n"
        "- A goal with a number and a date — by 6 March\n- Plan of the first month — by 9 March\n\n"
        "On every working day you will hear from me what has moved. Whenever something is unclear, just answer."
    )


def test_whoever_reads_russian_reads_it_in_russian(house: House) -> None:
    taken_over(house)
    taken = Handover.objects.get().account
    assert taken is not None
    contact.introduce(taken, name="Анна", email="anna@bakery.test", language="ru")
    assert drafted(house, "ru").startswith("Анна, здравствуйте!\n\nМеня зовут Vera")


def test_the_first_word_ends_it(house: House) -> None:
    taken = accepted(house).account
    assert taken is not None
    assert introduction.due(taken) is not None
    touchpoint.record(taken, direction="out", form="call", at=house.at + timedelta(hours=1), by=house.vera)
    assert introduction.due(taken) is None


def test_a_client_that_works_with_us_already_needs_none(house: House) -> None:
    taken = accepted(house).account
    assert taken is not None
    account.become(taken, State.ACTIVE, by=house.vera, at=house.at)
    assert introduction.due(taken) is None
    assert introduction.due(house.northwind) is None
