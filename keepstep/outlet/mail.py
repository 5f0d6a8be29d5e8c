"""Sending a letter to a client by mail at most once (§5.2)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency import parcel
from keepstep.domain.talk import sending as sendings
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import carriage
from keepstep.outlet.carriage import Clock, Goods
from keepstep.outlet.letter import message
from keepstep.round import run


def send(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever the server says is kept with the sending."""
    for _stage in stages(agency_id, sending_id, clock=clock):
        pass


def stages(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.stages(LETTER, agency_id, sending_id, clock=clock)


def _deliver(taken: Sending, *, at: datetime) -> None:
    sendings.deliver(taken, at=at)
    run.look_again(taken.said.account_id, at=at)


LETTER = Goods(
    take=sendings.take, message=message, hand_over=parcel.hand_over, deliver=_deliver, postpone=parcel.postpone,
    refuse=parcel.refuse, doubt=parcel.doubt,
)  # fmt: skip
