"""Carrying a parcel out at most once: claim, reach the server, commit the hand-over, then hand over (§5.2)."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from keepstep.domain.agency.store import NotKept
from keepstep.outlet import line
from keepstep.postgres import tenancy

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is carried: how it is claimed, put into a letter, and what is kept of its fate."""

    take: Callable[..., Any]
    message: Callable[[Any], EmailMultiAlternatives]
    hand_over: Callable[..., bool]
    deliver: Callable[..., object]
    postpone: Callable[..., object]
    refuse: Callable[..., object]
    doubt: Callable[..., object]


def stages(goods: Goods, agency_id: UUID, key: UUID, *, clock: Clock) -> Generator[str]:
    """Carry it if nobody else does, stopping after each stage, so that a test can die there. Each stage is committed
    before the next; whatever the server says is kept with the parcel."""
    with tenancy.entered(agency_id):
        taken = goods.take(key, at=clock())
        letter = _put_together(goods, taken, at=clock()) if taken else None
    if taken is None or letter is None:
        return
    yield "taken"
    try:
        with line.opened() as server:
            yield "reached"
            line.announce(server, letter)
            yield "announced"
            with tenancy.entered(agency_id):
                is_ours = goods.hand_over(taken, at=clock())
            if not is_ours:
                return
            yield "handed"
            line.hand_over(server, letter)
            yield "accepted"
    except line.Later as fault:
        with tenancy.entered(agency_id):
            goods.postpone(taken, at=clock(), fault=str(fault))
        return
    except line.Refused as fault:
        with tenancy.entered(agency_id):
            goods.refuse(taken, at=clock(), fault=str(fault))
        return
    except line.Unclear as fault:
        with tenancy.entered(agency_id):
            goods.doubt(taken, fault=str(fault))
        return
    with tenancy.entered(agency_id):
        goods.deliver(taken, at=clock())
    yield "noted"


def _put_together(goods: Goods, taken: Any, *, at: datetime) -> EmailMultiAlternatives | None:
    """A letter whose file is gone does not leave without it: somebody has to know."""
    try:
        return goods.message(taken)
    except NotKept as fault:
        goods.refuse(taken, at=at, fault=_("A file of this letter is missing in the files folder (%s).") % fault)
        return None
