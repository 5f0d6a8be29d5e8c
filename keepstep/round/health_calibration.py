"""Whether health foretells who leaves: what it was of lost clients sixty days before (§5.5)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import TruncDate

from keepstep.domain.clients.account import AccountQuerySet
from keepstep.formulas.health import Band, band
from keepstep.round.health_history import HealthDay

BEFORE, WITHIN = timedelta(days=60), timedelta(days=7)
LOOKED_BACK = timedelta(days=730)
LEAST = 5
"""With fewer lost clients nothing is said of a share."""


class Lost(NamedTuple):
    """`score` is that of sixty days before it left, or of the last working day before; None where none was kept."""

    account: UUID
    name: str
    left_at: datetime
    score: int | None
    day: date | None

    @property
    def band(self) -> Band | None:
        return None if self.score is None else band(self.score)


def lost(accounts: AccountQuerySet, *, at: datetime) -> list[Lost]:
    """Of the last two years, the newest first."""
    asked = ExpressionWrapper(OuterRef("left_at") - BEFORE, DateTimeField())
    earliest = ExpressionWrapper(OuterRef("left_at") - BEFORE - WITHIN, DateTimeField())
    then = HealthDay.objects.filter(
        account=OuterRef("pk"), day__lte=TruncDate(asked), day__gt=TruncDate(earliest)
    ).order_by("-day")
    gone = accounts.gone().filter(left_at__gt=at - LOOKED_BACK).order_by("-left_at", "pk")
    rows = gone.annotate(then=Subquery(then.values("score")[:1]), day=Subquery(then.values("day")[:1]))
    return [Lost._make(row) for row in rows.values_list("pk", "name", "left_at", "then", F("day"))]
