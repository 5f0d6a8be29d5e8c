"""Metrics of clients: listed with their keys, and their numbers told by another system; the same again adds nothing."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

from keepstep.api.door import ApiRequest, Wrong, entered
from keepstep.api.said import Faults
from keepstep.domain.clients import measuring
from keepstep.domain.clients.measure import Way
from keepstep.domain.clients.measuring import Entry, NotYet

MOST = 1000
router = Router(tags=["metrics"])


class KnownMetric(Schema):
    id: UUID
    client: str
    name: str
    unit: str
    better: str
    rhythm: str
    is_size: bool


class Page(Schema):
    """`next` goes along as `after` for the next page; empty, this was the last."""

    metrics: list[KnownMetric]
    next: str


class Asked(Schema):
    client: str = Field("", max_length=200)
    after: str = Field("", max_length=40)
    limit: int = Field(50, ge=1, le=100)


class Number(Schema):
    """Of a monthly metric the day may be any of its month."""

    model_config = ConfigDict(extra="forbid")

    day: date
    value: Decimal = Field(max_digits=18, decimal_places=4)


class Numbers(Schema):
    model_config = ConfigDict(extra="forbid")

    numbers: list[Number] = Field(min_length=1, max_length=MOST)


class Told(Schema):
    """How many are new, took the place of another, or were known; and how many goals they reached."""

    added: int
    changed: int
    known: int
    reached: int


@router.get("", url_name="api_metrics", response={200: Page, 401: Faults, 422: Faults})
@entered
def index(request: ApiRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Those that are followed, of one client or of all, in the order in which they were made."""
    metrics = request.desk.metrics().kept().select_related("account").order_by("pk")
    if asked.client:
        metrics = metrics.filter(Q(account__name__iexact=asked.client))
    if asked.after:
        metrics = metrics.filter(pk__gt=_key(asked.after))
    rows = list(metrics[: asked.limit + 1])
    shown = [
        {
            "id": one.pk, "client": one.account.name, "name": one.name, "unit": one.unit, "better": one.better,
            "rhythm": one.rhythm, "is_size": one.is_size,
        }
        for one in rows[: asked.limit]
    ]  # fmt: skip
    return {"metrics": shown, "next": str(rows[asked.limit - 1].pk) if len(rows) > asked.limit else ""}


@router.post(
    "/{uuid:metric_id}/numbers", url_name="api_numbers",
    response={200: Told, 401: Faults, 404: Faults, 422: Faults, 429: Faults},
)  # fmt: skip
@entered
def tell(request: ApiRequest, metric_id: UUID, said: Numbers) -> dict[str, int]:
    """All of them, or none; of two for the same day the last counts."""
    metric = request.desk.metrics().kept().select_related("account__calendar").filter(pk=metric_id).first()
    if metric is None:
        raise HttpError(404, "There is no such metric.")
    entries = [Entry(metric, one.day, one.value) for one in said.numbers]
    try:
        found = measuring.enter(entries, by=None, at=timezone.now(), way=Way.API)
    except NotYet as why:
        place = next(place for place, one in enumerate(said.numbers) if one.day == why.day)
        raise Wrong(f"numbers.{place}.day", str(why)) from why
    return {"added": found.added, "changed": found.changed, "known": found.known, "reached": len(found.achievements)}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as why:
        raise Wrong("after", "It is what `next` of the page before said.") from why
