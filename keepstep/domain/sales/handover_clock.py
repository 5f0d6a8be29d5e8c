"""The moments between which the clocks of handovers run: read from evidence, records and touchpoints (§5.8)."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Func, Min, OuterRef, Q, Subquery

from keepstep.domain.sales.handover import Handover, HandoverQuerySet
from keepstep.domain.sales.handover_record import HandoverRecord, Kind
from keepstep.domain.talk.touchpoint import CONVERSATIONS, Direction, Touchpoint
from keepstep.formulas import handover_clock
from keepstep.formulas.handover_clock import Leg
from keepstep.formulas.working_time import WorkingTime

WON = """(
    select case when count(*) = 4 then max(opened.at) end
    from (
        select gate, min(at) as at
        from (
            select e.gate, e.at from evidence e
            where e.deal_id = {deal} and e.gate between 1 and 4 and e.withdrawn_at is null
            union all
            select w.gate, w.at from waiver w
            where w.deal_id = {deal} and w.gate between 1 and 4 and w.withdrawn_at is null
        ) ground
        group by gate
    ) opened
)"""
"""SQL: when the last of the gates up to the payment opened for this deal; null while one of them is shut."""


class WonAt(Func):
    template = WON.format(deal="%(expressions)s")
    output_field = models.DateTimeField()


def with_moments(found: HandoverQuerySet) -> HandoverQuerySet:
    """Each with `won_at`, `assigned_at` and `contacted_at`; the fourth, `accepted_at`, it has."""
    assigned = HandoverRecord.objects.filter(handover=OuterRef("pk"), kind=Kind.ASSIGNED).order_by()
    words = Q(direction=Direction.OUT) | Q(form__in=CONVERSATIONS)
    contacted = Touchpoint.objects.filter(words, account=OuterRef("account"), at__gte=OuterRef("accepted_at"))
    return found.annotate(
        won_at=WonAt(F("deal_id")),
        assigned_at=Subquery(_first(assigned, "handover")),
        contacted_at=Subquery(_first(contacted.order_by(), "account")),
    )


def _first(found: Any, whose: str) -> Any:
    return found.values(whose).annotate(first=Min("at")).values("first")


def legs(handover: Handover, time: WorkingTime, *, now: datetime) -> tuple[Leg, ...]:
    """Of one that has its moments."""
    known: Any = handover
    return handover_clock.legs(
        time, won=known.won_at, assigned=known.assigned_at, accepted=known.accepted_at, contacted=known.contacted_at,
        now=now,
    )  # fmt: skip
