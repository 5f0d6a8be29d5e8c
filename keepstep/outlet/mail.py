"""Sending a letter by mail at most once: claim, reach the server, commit the hand-over, then hand over (§5.2)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from keepstep.domain.talk import sending as sendings
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import line
from keepstep.outlet.letter import message
from keepstep.postgres import tenancy
from keepstep.round import run

Clock = Callable[[], datetime]


def send(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever the server says is kept with the sending."""
    for _stage in stages(agency_id, sending_id, clock=clock):
        pass


def stages(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there. Each stage is committed before the next."""
    with tenancy.entered(agency_id):
        taken = sendings.take(sending_id, at=clock())
        letter = message(taken) if taken else None
    if taken is None or letter is None:
        return
    yield "taken"
    try:
        with line.opened() as server:
            yield "reached"
            line.announce(server, letter)
            yield "announced"
            with tenancy.entered(agency_id):
                is_ours = sendings.hand_over(taken, at=clock())
            if not is_ours:
                return
            yield "handed"
            line.hand_over(server, letter)
            yield "accepted"
    except line.Later as fault:
        _note(agency_id, taken, clock=clock, verb=sendings.postpone, fault=str(fault))
        return
    except line.Refused as fault:
        _note(agency_id, taken, clock=clock, verb=sendings.refuse, fault=str(fault))
        return
    except line.Unclear as fault:
        with tenancy.entered(agency_id):
            sendings.doubt(taken, fault=str(fault))
        return
    with tenancy.entered(agency_id):
        sendings.deliver(taken, at=clock())
        run.look_again(taken.said.account_id, at=clock())
    yield "noted"


def _note(agency_id: UUID, taken: Sending, *, clock: Clock, verb: Callable[..., object], fault: str) -> None:
    with tenancy.entered(agency_id):
        verb(taken, at=clock(), fault=fault)
