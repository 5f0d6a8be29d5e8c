"""An act as lists show it."""

from typing import Any

from keepstep.domain.money.act import Act, State

TONES = {State.SENT: "amber", State.SIGNED: "green"}


def line(one: Act) -> dict[str, Any]:
    """Of an act that was read `with_state`."""
    return {"act": one, "state": one.state, "tone": TONES.get(one.state, ""), "words": one.state.label}
