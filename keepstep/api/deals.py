"""Deals as another system reads them: page by page, the newest first, and one with its stages and its evidence."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AwareDatetime

from keepstep.api import own
from keepstep.api.door import ApiRequest, entered
from keepstep.api.paging import page
from keepstep.api.said import Faults
from keepstep.domain.sales import deal_record, gate
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.pipeline import OPENED_BY, Gate

MOST = 100
router = Router(tags=["deals"])


class NextTask(Schema):
    title: str
    due: date


class KnownDeal(Schema):
    """`next_task` is the first of those that are open; `since` says since when it stands in its stage; `own_fields` are
    those of the settings that say something, by their names."""

    id: UUID
    title: str
    client: str | None
    company: str
    name: str
    phone: str
    email: str
    amount: Decimal | None
    currency: str
    closes_on: date | None
    source: str | None
    salesperson: str
    pipeline: str
    stage: str
    stage_id: UUID
    state: str
    since: datetime
    opened_at: datetime
    closed_at: datetime | None
    loss_reason: str | None
    own_fields: own.Known
    next_task: NextTask | None


class ShutGate(Schema):
    gate: int
    opened_by: str


class KnownStage(Schema):
    """`missing` names the gates on the way there that nothing has opened; empty, the deal may go there."""

    id: UUID
    name: str
    gate: int
    is_here: bool
    missing: list[ShutGate]


class KnownEvidence(Schema):
    """`is_waived`: there was none, and a head let the deal pass, for the reason in `note`."""

    gate: int
    opened_by: str
    day: date | None
    note: str
    by: str | None
    at: datetime
    is_waived: bool


class KnownTask(NextTask):
    id: UUID


class WholeDeal(KnownDeal):
    """`tasks` are those that are open, the next first."""

    stages: list[KnownStage]
    evidence: list[KnownEvidence]
    tasks: list[KnownTask]


class Page(Schema):
    """`next` goes along as `after` for the next page; empty, this was the last."""

    deals: list[KnownDeal]
    next: str


class Asked(Schema):
    """`stage` is the id of one, `pipeline` a name, `salesperson` an e-mail address; `since` asks for those with which
    something has happened from then on."""

    after: str = Field("", max_length=100)
    limit: int = Field(50, ge=1, le=MOST)
    since: AwareDatetime | None = None
    state: str = Field("", max_length=10)
    stage: UUID | None = None
    pipeline: str = Field("", max_length=100)
    salesperson: str = Field("", max_length=254)


@router.get("", url_name="api_deals", response={200: Page, 401: Faults, 422: Faults, 429: Faults})
@entered
def index(request: ApiRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The newest first, at most a hundred a page."""
    deals = deals_of(request)
    if asked.since:
        deals = deal_record.touched_since(deals, asked.since)
    said = {
        "state": asked.state, "stage": asked.stage, "stage__pipeline__name__iexact": asked.pipeline,
        "person__login__email__iexact": asked.salesperson,
    }  # fmt: skip
    deals = deals.filter(**{name: value for name, value in said.items() if value})
    rows, following = page(deals, by="opened_at", after=asked.after, limit=asked.limit)
    told = zip(rows, own.known(rows, request.desk.deal_fields_ever()), strict=True)
    return {"deals": [_known(one, own_fields) for one, own_fields in told], "next": following}


@router.get("/{uuid:deal_id}", url_name="api_deal", response={200: WholeDeal, 401: Faults, 404: Faults, 429: Faults})
@entered
def show(request: ApiRequest, deal_id: UUID) -> dict[str, Any]:
    """With the stages it may go to, and what is missing on the way."""
    return whole(request, deal_of(request, deal_id))


def deals_of(request: ApiRequest) -> DealQuerySet:
    related = ("stage__pipeline", "person", "account", "source", "reason")
    return request.desk.deals().with_next_task().select_related(*related)


def deal_of(request: ApiRequest, deal_id: UUID) -> Deal:
    found = deals_of(request).filter(pk=deal_id).first()
    if found is None:
        raise HttpError(404, "There is no such deal.")
    return found


def whole(request: ApiRequest, deal: Deal) -> dict[str, Any]:
    stages = list(request.desk.stages().filter(pipeline=deal.stage.pipeline_id))
    shut = gate.missing(deal, stages[-1]) if stages else []
    return {
        **_known(deal, *own.known([deal], request.desk.deal_fields_ever())),
        "stages": [
            {
                "id": one.pk, "name": one.name, "gate": one.gate, "is_here": one.pk == deal.stage_id,
                "missing": named([missing for missing in shut if missing <= one.gate]),
            }
            for one in stages
        ],
        "evidence": _evidence(request, deal),
        "tasks": list(request.desk.deal_tasks().open().filter(deal=deal).values("id", "title", "due")[:MOST]),
    }  # fmt: skip


def named(missing: list[Gate]) -> list[dict[str, Any]]:
    return [{"gate": int(one), "opened_by": str(OPENED_BY[one])} for one in missing]


def _evidence(request: ApiRequest, deal: Deal) -> list[dict[str, Any]]:
    proofs = request.desk.evidence().standing().filter(deal=deal).select_related("by")
    waivers = request.desk.waivers().standing().filter(deal=deal).select_related("by")
    found = [(one, one.day, one.note, False) for one in proofs] + [(one, None, one.reason, True) for one in waivers]
    return [
        {
            "gate": one.gate, "opened_by": str(OPENED_BY[Gate(one.gate)]), "day": day, "note": note,
            "by": one.by.name if one.by else None, "at": one.at, "is_waived": is_waived,
        }
        for one, day, note, is_waived in sorted(found, key=lambda line: (line[0].gate, line[0].at))
    ]  # fmt: skip


def _known(deal: Deal, own_fields: own.Known) -> dict[str, Any]:
    plain = {name: getattr(deal, name) for name in KnownDeal.model_fields if hasattr(deal, name)}
    due: date | None = deal.due  # type: ignore[attr-defined]
    return plain | {
        "own_fields": own_fields,
        "client": deal.account.name if deal.account else None,
        "source": deal.source.name if deal.source else None,
        "salesperson": deal.person.name,
        "pipeline": deal.stage.pipeline.name,
        "stage": deal.stage.name,
        "loss_reason": deal.reason.name if deal.reason else None,
        "next_task": {"title": deal.task, "due": due} if due else None,  # type: ignore[attr-defined]
    }
