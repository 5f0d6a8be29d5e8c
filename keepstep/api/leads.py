"""Leads: told of by another system, and listed page by page, the newest first."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AwareDatetime, ConfigDict, model_validator

from keepstep.api import own
from keepstep.api.door import ApiRequest, entered
from keepstep.api.paging import page
from keepstep.api.said import Faults, Mail, Site, phone_of, plain, source_of, text
from keepstep.domain.sales import api_lead, touch
from keepstep.domain.sales.api_lead import OtherUnderThisKey
from keepstep.domain.sales.lead import Lead
from keepstep.round import run

MOST = 100
router = Router(tags=["leads"])


class NewLead(Schema):
    """A telephone or an e-mail is needed; `source` is the name of one in the settings, and so are those of
    `own_fields`."""

    model_config = ConfigDict(extra="forbid")

    source: text(100)  # type: ignore[valid-type]
    name: text(200) = ""  # type: ignore[valid-type]
    company: text(200) = ""  # type: ignore[valid-type]
    emails: list[Mail] = Field(default_factory=list, max_length=20)
    phones: list[text(40)] = Field(default_factory=list, max_length=20)  # type: ignore[valid-type]
    site: Site = ""
    tax_number: text(20) = ""  # type: ignore[valid-type]
    message: text(10_000) = ""  # type: ignore[valid-type]
    consent: text(2000) = ""  # type: ignore[valid-type]
    first_touch: dict[str, text(touch.LONGEST)] = Field(default_factory=dict, max_length=40)  # type: ignore[valid-type]
    last_touch: dict[str, text(touch.LONGEST)] = Field(default_factory=dict, max_length=40)  # type: ignore[valid-type]
    own_fields: own.Said = Field(default_factory=dict, max_length=own.MOST)

    @model_validator(mode="after")
    def reachable(self) -> "NewLead":
        if not self.phones and not self.emails:
            raise ValueError(_("Without a telephone or an e-mail address nobody can answer them."))
        return self


class KnownLead(Schema):
    id: UUID
    name: str
    company: str
    emails: list[str]
    phones: list[str]
    site: str
    tax_number: str
    message: str
    source: str
    channel: str
    state: str
    salesperson: str | None
    came_at: datetime
    responded_at: datetime | None
    qualified_at: datetime | None
    first_touch: dict[str, str]
    last_touch: dict[str, str]
    own_fields: own.Known


class Page(Schema):
    """`next` goes along as `after` for the next page; empty, this was the last."""

    leads: list[KnownLead]
    next: str


class Asked(Schema):
    after: str = Field("", max_length=100)
    limit: int = Field(50, ge=1, le=MOST)
    since: AwareDatetime | None = None
    state: str = Field("", max_length=10)


@router.post(
    "",
    url_name="api_lead_new",
    response={201: KnownLead, 200: KnownLead, 401: Faults, 409: Faults, 422: Faults, 429: Faults},
)
@entered
def create(
    request: ApiRequest, said: NewLead, idempotency_key: Annotated[str, Header(max_length=200)] = ""
) -> tuple[int, dict[str, Any]]:
    """A lead came; sent again under the same Idempotency-Key it is the same lead."""
    at, facts = timezone.now(), said.dict(exclude={"source", "phones", "first_touch", "last_touch", "own_fields"})
    if said.own_fields:
        facts["own"] = own.read(said.own_fields, request.desk.lead_fields())
    first, last = touch.read(said.first_touch), touch.read(said.last_touch)
    try:
        told = api_lead.tell(
            request.auth, key=plain(idempotency_key), source=source_of(request, said.source), at=at,
            phones=_phones(request, said.phones), first_touch=first or last, last_touch=last, **facts,
        )  # fmt: skip
    except OtherUnderThisKey as why:
        raise HttpError(409, str(why)) from why
    if told.is_new:
        run.look_again_at(told.lead, at=at)
    found = request.desk.leads().select_related("source", "person").get(pk=told.lead.pk)
    return (201 if told.is_new else 200), _shown(found, *own.known([found], request.desk.lead_fields_ever()))


@router.get("", url_name="api_leads", response={200: Page, 401: Faults, 422: Faults})
@entered
def index(request: ApiRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The newest first, at most a hundred a page."""
    leads = request.desk.leads().select_related("source", "person")
    if asked.since:
        leads = leads.filter(came_at__gte=asked.since)
    if asked.state:
        leads = leads.filter(state=asked.state)
    rows, following = page(leads, by="came_at", after=asked.after, limit=asked.limit)
    told = zip(rows, own.known(rows, request.desk.lead_fields_ever()), strict=True)
    return {"leads": [_shown(one, own_fields) for one, own_fields in told], "next": following}


def _phones(request: ApiRequest, said: list[str]) -> list[str]:
    return list(dict.fromkeys(phone_of(request, one, field="phones") for one in said))


def _shown(lead: Lead, own_fields: own.Known) -> dict[str, Any]:
    known = {name: getattr(lead, name) for name in KnownLead.model_fields if hasattr(lead, name)}
    person = lead.person.name if lead.person else None
    return {**known, "source": lead.source.name, "salesperson": person, "own_fields": own_fields}
