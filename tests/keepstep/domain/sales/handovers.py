"""Handovers for the tests of the sales."""

from typing import Any

from keepstep.domain.agency.person import Role
from keepstep.domain.sales import evidence, handover, handover_person, handover_turn
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, prove


def won(house: House, **facts: Any) -> Handover:
    """Of a deal of Sam's that is paid, ready to be handed over: Bea asked for a shop."""
    seller = facts.get("person") or join("Sam", Role.SALES)
    known = {"person": seller, "company": "Bakery", "name": "Bea", "email": "bea@bakery.test", **facts}
    deal = begun(house, **known)
    evidence.record(deal, Gate.CLARIFIED, note="A shop for cakes", by=house.vera, at=house.at)
    prove(house, deal, Gate.PAID, since=Gate.AGREED)
    return handover.begin(deal, by=deal.person, at=house.at)


def offered(house: House, **facts: Any) -> Handover:
    """It waits for Vera."""
    made = won(house, **facts)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=made.deal.person, at=house.at)
    return made


def accepted(house: House, **facts: Any) -> Handover:
    made = offered(house, **facts)
    handover.accept(made, by=house.vera, at=house.at)
    return Handover.objects.get(pk=made.pk)


def with_people(made: Handover, house: House, *names: str) -> None:
    for name in names:
        handover_person.enter(made, name=name, email=f"{name.lower()}@bakery.test", at=house.at)
