"""What sources bring and cost: leads, answered, taken into work, qualified, spend (§5.7), by source and month or by
campaign. Leads that went into another are that other's."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, TruncMonth

from keepstep.domain.sales.lead import LeadQuerySet, State
from keepstep.domain.sales.spend import SpendQuerySet
from keepstep.formulas import cost

NOTHING = Decimal(0)
COUNTS = {
    "leads": Count("pk"),
    "answered": Count("responded_at"),
    "taken": Count("pk", filter=Q(state__in=(State.TAKEN, State.ATTACHED, State.DEAL))),
    "qualified": Count("qualified_at"),
}
CAMPAIGN = Lower(Coalesce(KT("last_touch__utm_campaign"), KT("first_touch__utm_campaign"), Value("", TextField())))
"""Of a lead: as its last touch says, which also says the first where there was only one."""


@dataclass(frozen=True)
class Figures:
    """`spend` is in the agency's currency."""

    leads: int = 0
    answered: int = 0
    taken: int = 0
    qualified: int = 0
    spend: Decimal = NOTHING

    @property
    def per_lead(self) -> Decimal | None:
        """None: too early to say."""
        return cost.each(self.spend, self.leads)

    @property
    def per_qualified(self) -> Decimal | None:
        return cost.each(self.spend, self.qualified)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))


class Cell(NamedTuple):
    source: UUID
    month: date


def by_source_and_month(
    leads: LeadQuerySet, spends: SpendQuerySet, *, zone: ZoneInfo, months: list[date]
) -> dict[Cell, Figures]:
    """Of these leads and this spend whatever falls into the months, which follow one another."""
    came = leads.exclude(state=State.MERGED).annotate(month=TruncMonth("came_at", tzinfo=zone))
    found: dict[Cell, Figures] = {}
    for source, month, *counts in _counted(came, "source_id", "month"):
        found[Cell(source, month.date())] = Figures(*counts)
    for (source,), month, amount in _spent(spends, "source_id"):
        if month in months:
            cell = Cell(source, month)
            found[cell] = found.get(cell, Figures()) + Figures(spend=amount)
    return found


def by_campaign(leads: LeadQuerySet, spends: SpendQuerySet, *, months: list[date]) -> dict[str, Figures]:
    """The same of one source, by the name of the campaign in small letters; "" are those without any."""
    came = leads.exclude(state=State.MERGED).annotate(of=CAMPAIGN)
    found = {name: Figures(*counts) for name, *counts in _counted(came, "of")}
    for (name,), month, amount in _spent(spends.annotate(of=Lower("campaign")), "of"):
        if month in months:
            found[name] = found.get(name, Figures()) + Figures(spend=amount)
    return found


def _counted(leads: LeadQuerySet, *by: str) -> Iterator[tuple[Any, ...]]:
    return leads.order_by().values_list(*by).annotate(**COUNTS).iterator()


def _spent(spends: SpendQuerySet, *by: str) -> Iterator[tuple[tuple[Any, ...], date, Decimal]]:
    """What lies within one month is summed by the database; what goes over its end is spread by the day."""
    known = spends.order_by().annotate(first=TruncMonth("since"), last=TruncMonth("until"))
    within = known.filter(first=F("last")).values_list(*by, "first").annotate(sum=Sum("amount"))
    for *key, month, amount in within:
        yield tuple(key), month, amount
    for *key, since, until, amount in known.exclude(first=F("last")).values_list(*by, "since", "until", "amount"):
        for month, share in cost.spread(amount, since, until).items():
            yield tuple(key), month, share
