"""The board: a column for each stage of a pipeline, with how many deals stand there and what they are worth."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from keepstep.desk import Desk
from keepstep.domain.sales.deal import DealQuerySet
from keepstep.domain.sales.pipeline import Gate, Pipeline, Stage
from keepstep.web.days import key_of
from keepstep.web.deals import card, words
from keepstep.web.deals.card import Line
from keepstep.web.rows import each

EACH = 25
"""Cards of a column; the list has all."""
FRESH = timedelta(days=30)
"""What was handed over longer ago stands in the list only."""


@dataclass(frozen=True)
class Asked:
    pipeline: UUID | None
    person: UUID | None

    @property
    def person_key(self) -> str:
        return str(self.person or "")


@dataclass
class Column:
    stage: Stage
    href: str
    count: int = 0
    totals: list[str] = field(default_factory=list)
    cards: list[SafeString] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def asked(data: Any) -> Asked:
    """The address, read leniently."""
    return Asked(pipeline=key_of(data.get("pipeline", "")), person=key_of(data.get("person", "")))


def chosen(pipelines: list[Pipeline], wanted: Asked) -> Pipeline:
    """The pipeline that is asked for, else the first."""
    return next((one for one in pipelines if one.pk == wanted.pipeline), pipelines[0])


def columns(desk: Desk, along: Pipeline, wanted: Asked, *, at: datetime) -> list[Column]:
    """The stages in order; in each the deals that have stood there longest come first."""
    deals = desk.deals().filter(person=wanted.person) if wanted.person else desk.deals()
    stages = list(desk.stages().filter(pipeline=along))
    found = {stage.pk: Column(stage, f"{reverse('deal_list')}?{urlencode(_names(stage, wanted))}") for stage in stages}
    for stage, count, currency, total in _totals(deals, stages, at):
        column = found[stage]
        column.count += count
        if total is not None:
            column.totals.append(words.figure(total, currency))
    lines = [Line._make(row) for row in card.read(desk.deals().filter(pk__in=_first(deals, stages, at)))]
    lines.sort(key=lambda one: (one.since, one.id))
    rendered = each("web/deals/card.html", card.shown(lines, desk=desk, at=at))
    for line, markup in zip(lines, rendered, strict=True):
        found[line.stage].cards.append(markup)
    return list(found.values())


def _names(stage: Stage, wanted: Asked) -> dict[str, str]:
    state = "done" if stage.gate == Gate.HANDED_OVER else "open"
    names = {"state": state, "stage": str(stage.pk), "person": wanted.person_key}
    return {name: value for name, value in names.items() if value}


def _standing(deals: DealQuerySet, stages: list[Stage], at: datetime) -> list[tuple[Stage, DealQuerySet]]:
    """Of each stage the deals that belong on the board."""
    fresh = deals.filter(state="done", closed_at__gte=at - FRESH)
    return [
        (stage, (fresh if stage.gate == Gate.HANDED_OVER else deals.open()).filter(stage=stage)) for stage in stages
    ]


def _first(deals: DealQuerySet, stages: list[Stage], at: datetime) -> Any:
    """The keys of each column's first cards, each taken by its index."""
    keys, *others = [part.order_by("since", "pk").values("pk")[:EACH] for _stage, part in _standing(deals, stages, at)]
    return keys.union(*others, all=True) if others else keys


def _totals(deals: DealQuerySet, stages: list[Stage], at: datetime) -> list[tuple[UUID, int, str, Any]]:
    rows: dict[tuple[UUID, str], tuple[int, Any]] = defaultdict(lambda: (0, None))
    keys = [stage.pk for stage in stages if stage.gate != Gate.HANDED_OVER]
    last = [stage.pk for stage in stages if stage.gate == Gate.HANDED_OVER]
    for part in (
        deals.open().filter(stage__in=keys),
        deals.filter(state="done", closed_at__gte=at - FRESH, stage__in=last),
    ):
        grouped = part.order_by().values_list("stage", "currency").annotate(n=Count("*"), total=Sum("amount"))
        for stage, currency, count, total in grouped:
            rows[stage, currency] = (count, total)
    return [(stage, count, currency, total) for (stage, currency), (count, total) in sorted(rows.items(), key=str)]
