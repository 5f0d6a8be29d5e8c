"""How an agency's clients stand, in one look: shares of health, its mean, and the share that grows in step.

For pages about the whole company: `of_agency` is the one function to ask.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from keepstep.domain.agency.agency import Agency
from keepstep.domain.clients.metric import Metric
from keepstep.domain.money import in_step
from keepstep.domain.money.payment import Payment
from keepstep.formulas.health import Band, band
from keepstep.formulas.in_step import Zone
from keepstep.round.health_history import HealthDay

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class ClientFigures:
    """`day` is that of the health, None before the first round. `bands` counts the clients, `mean` is their plain mean,
    `weighted` the one by what each paid in twelve months (in the agency's currency), None while nobody did. `zones`
    counts the clients whose own size is told for long enough, `too_early` the others that have one."""

    day: date | None
    bands: dict[Band, int] = field(default_factory=dict)
    mean: float | None = None
    weighted: float | None = None
    zones: dict[Zone, int] = field(default_factory=dict)
    too_early: int = 0

    @property
    def clients(self) -> int:
        return sum(self.bands.values())

    def share(self, colour: Band) -> float | None:
        """From 0 to 1."""
        return self.bands.get(colour, 0) / self.clients if self.clients else None

    @property
    def in_step(self) -> float | None:
        """The share in step of those of whom it can be said, from 0 to 1."""
        known = sum(self.zones.values())
        return self.zones.get(Zone.IN_STEP, 0) / known if known else None


def of_agency(agency: Agency, *, day: date) -> ClientFigures:
    """Of all clients of the agency the session is in, as the last round up to that day saw them."""
    last = HealthDay.objects.filter(day__lte=day).order_by("-day").values_list("day", flat=True).first()
    scores = dict(HealthDay.objects.of(last).values_list("account", "score")) if last else {}
    paid = revenue(agency.currency, day=day)
    sizes = Metric.objects.sizes().filter(account__left_at=None).select_related("account")
    found = [one.found for one in in_step.paces(sizes, currency=agency.currency, day=day)]
    return ClientFigures(
        day=last,
        bands=dict(Counter(band(score) for score in scores.values())),
        mean=sum(scores.values()) / len(scores) if scores else None,
        weighted=_weighted(scores, paid),
        zones=dict(Counter(one.gap.zone for one in found if one)),
        too_early=sum(one is None for one in found),
    )


def revenue(currency: str, *, day: date) -> dict[UUID, Decimal]:
    """What each client paid in the twelve months up to that day, in this currency."""
    paid = Payment.objects.standing().filter(currency=currency, paid_on__gt=day - YEAR, paid_on__lte=day)
    return dict(paid.order_by().values_list("account").annotate(Sum("amount")))


def _weighted(scores: dict[UUID, int], paid: dict[UUID, Decimal]) -> float | None:
    whole = sum(paid.get(account, Decimal(0)) for account in scores)
    return (
        float(sum(paid.get(account, Decimal(0)) * score for account, score in scores.items()) / whole)
        if whole
        else None
    )
