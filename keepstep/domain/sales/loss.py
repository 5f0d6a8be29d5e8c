"""Losing a deal, for a reason, and opening it again (§5.8)."""

from datetime import datetime

from django.db import transaction

from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record
from keepstep.domain.sales.deal import Deal, DealClosed, State
from keepstep.domain.sales.deal_record import Kind
from keepstep.domain.sales.gate import GoneOn
from keepstep.domain.sales.loss_reason import LossReason


@transaction.atomic
def lose(deal: Deal, *, reason: LossReason, by: Person | None, at: datetime, words: str = "") -> None:
    """Nothing will come of it, and why. Raises DealClosed."""
    locked = deals.lock(deal)
    if locked.state != State.OPEN:
        raise DealClosed
    deals.put(locked, {"state": State.LOST, "closed_at": at, "reason": reason})
    deal_record.write(locked, Kind.LOST, by=by, at=at, words=words, reason=reason.name)


@transaction.atomic
def reopen(deal: Deal, *, by: Person | None, at: datetime) -> None:
    """It goes on where it stood. Raises GoneOn."""
    locked = deals.lock(deal)
    if locked.state != State.LOST:
        raise GoneOn
    deals.put(locked, {"state": State.OPEN, "closed_at": None, "reason": None})
    deal_record.write(locked, Kind.REOPENED, by=by, at=at)
