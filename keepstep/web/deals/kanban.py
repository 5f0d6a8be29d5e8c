"""The board: a column for each stage of a pipeline, with how many deals stand there and what they are worth."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from keepstep.desk import Desk
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.pipeline import Gate, Pipeline, Stage, StageQuerySet
from keepstep.postgres.composed import Markable, composed
from keepstep.web.days import key_of
from keepstep.web.deals import card, words
from keepstep.web.deals.card import Line

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
    def shown(self) -> SafeString:
        return SafeString("".join(self.cards))

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def asked(data: Any) -> Asked:
    """The address, read leniently."""
    return Asked(pipeline=key_of(data.get("pipeline", "")), person=key_of(data.get("person", "")))


def stages(desk: Desk) -> list[Stage]:
    """Of all pipelines there are, in order."""
    if known := _stages(desk=desk):
        return known
    desk.pipelines()  # an agency that never had any begins with the usual one
    return _stages(desk=desk)


@composed
def _stages(desk: Desk) -> StageQuerySet:
    return desk.stages().select_related("pipeline")


def chosen(pipelines: list[Pipeline], wanted: Asked) -> Pipeline:
    """The pipeline that is asked for, else the first."""
    return next((one for one in pipelines if one.pk == wanted.pipeline), pipelines[0])


def columns(desk: Desk, stages: list[Stage], wanted: Asked, *, at: datetime) -> list[Column]:
    """These stages in order; in each the deals that have stood there longest come first."""
    places = Places(tuple([(stage.pk, stage.gate == Gate.HANDED_OVER) for stage in stages]), wanted.person)
    found = {stage.pk: Column(stage, f"{reverse('deal_list')}?{urlencode(_names(stage, wanted))}") for stage in stages}
    known: dict[str, Any] = {"desk": desk, "places": places, "since": at - FRESH, "at": at}
    for stage, currency, count, total in sorted(_totals(**known), key=_by_currency):
        column = found[stage]
        column.count += count
        if total is not None:
            column.totals.append(words.figure(total, currency))
    lines = [Line._make(row) for row in _first(**known)]
    for line, markup in zip(lines, card.shown("web/deals/card.html", lines, desk=desk, at=at), strict=True):
        found[line.stage].cards.append(markup)
    return list(found.values())


def _names(stage: Stage, wanted: Asked) -> dict[str, str]:
    state = "done" if stage.gate == Gate.HANDED_OVER else "open"
    names = {"state": state, "stage": str(stage.pk), "person": wanted.person_key}
    return {name: value for name, value in names.items() if value}


@dataclass(frozen=True)
class Places(Markable):
    """Stages, each with whether it is the last one, perhaps of one salesperson only."""

    stages: tuple[tuple[UUID, bool], ...]
    person: UUID | None

    @property
    def kind(self) -> Hashable:
        return tuple([is_last for _key, is_last in self.stages]), self.person is None

    @property
    def values(self) -> list[UUID]:
        return [*[key for key, _is_last in self.stages], *([self.person] if self.person else [])]

    def marked(self) -> "Places":
        return Places(tuple([(uuid4(), is_last) for _key, is_last in self.stages]), self.person and uuid4())

    def standing(self, desk: Desk, since: datetime, at: datetime) -> list[DealQuerySet]:
        """Of each stage the deals that belong on the board: of the last one those closed from `since` to now."""
        deals = desk.deals().filter(person=self.person) if self.person else desk.deals()
        # Nothing is closed later than now, but a statement that is prepared is planned for any moment: between two
        # the server expects few, and asks the index of moments instead of looking through the whole stage.
        fresh = deals.filter(state="done", closed_at__gte=since, closed_at__lte=at)
        return [(fresh if is_last else deals.open()).filter(stage=key) for key, is_last in self.stages]


@composed
def _first(desk: Desk, places: Places, since: datetime, at: datetime) -> "QuerySet[Deal, tuple[Any, ...]]":
    """The first cards of each column, each taken by its index."""
    keys, *others = [part.order_by("since", "pk").values("pk")[:EACH] for part in places.standing(desk, since, at)]
    return card.read(desk.deals().filter(pk__in=keys.union(*others, all=True))).order_by("since", "pk")


@composed
def _totals(desk: Desk, places: Places, since: datetime, at: datetime) -> "QuerySet[Deal, tuple[Any, ...]]":
    """How many deals stand in each stage, and their sum in each currency."""
    part, *others = [
        part.order_by().values_list("stage", "currency").annotate(n=Count("*"), total=Sum("amount"))
        for part in places.standing(desk, since, at)
    ]
    return part.union(*others, all=True)


def _by_currency(row: tuple[Any, ...]) -> str:
    return str(row[1])
