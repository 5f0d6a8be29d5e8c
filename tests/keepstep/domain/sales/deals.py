"""Deals for the tests of the sales."""

from typing import Any

from keepstep.domain.agency import own_list
from keepstep.domain.sales import deal, evidence, gate, pipeline
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.evidence import HAND
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Gate, Stage
from tests.cast import House


def stages(house: House) -> list[Stage]:
    """One of each gate, in order."""
    [along] = pipeline.offered(house.agency)
    of_it = Stage.objects.filter(pipeline=along)
    return [of_it.filter(gate=gate)[0] for gate in Gate]


def begun(house: House, **facts: Any) -> Deal:
    """A deal of Vera's, begun at nine on Monday."""
    [along] = pipeline.offered(house.agency)
    known = {"title": "New shop", "person": house.vera, "by": house.vera, "at": house.at, "currency": "EUR"}
    return deal.begin(along, **{**known, **facts})


def standing_at(house: House, at: Gate, **facts: Any) -> Deal:
    """A deal that came as far as this with all evidence."""
    made = begun(house, **facts)
    prove(house, made, at)
    gate.pass_to(made, stages(house)[at], by=house.vera, at=house.at)
    return made


def prove(house: House, made: Deal, up_to: Gate, since: Gate = Gate.CLARIFIED) -> None:
    for one in Gate:
        if since <= one <= up_to:
            evidence.record(made, one, source=ground(one), by=house.vera, at=house.at)


def ground(gate: Gate) -> str:
    """Where evidence of this gate comes from: the last opens by an acceptance alone, a contract was signed here."""
    return {Gate.CONTRACTED: "contract:test", Gate.HANDED_OVER: "handover:test"}.get(gate, HAND)


def too_dear(house: House) -> LossReason:
    found: LossReason = own_list.offered(LossReason, house.agency).get(name="Too expensive")
    return found
