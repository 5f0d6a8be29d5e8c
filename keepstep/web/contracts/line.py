"""A contract as lists show it."""

from typing import Any

from keepstep.domain.sales.contract import Contract, State

TONES = {State.WAITING: "amber", State.SIGNED: "green"}


def line(one: Contract) -> dict[str, Any]:
    """Of a contract that was read `with_state`."""
    return {"contract": one, "state": one.state, "tone": TONES.get(one.state, ""), "words": one.state.label}
