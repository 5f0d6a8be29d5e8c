"""Leads: told of by another system, and listed page by page, the newest first."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError as Invalid
from django.core.validators import URLValidator, validate_email
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, AwareDatetime, ConfigDict, model_validator

from keepstep.api.door import ApiRequest, Wrong, entered
from keepstep.domain.sales import api_lead, touch
from keepstep.domain.sales.api_lead import OtherUnderThisKey
from keepstep.domain.sales.lead import Lead, LeadQuerySet
from keepstep.domain.sales.source import Source
from keepstep.intake.lead_sheet.reading import international
from keepstep.postgres.keyset import before
from keepstep.round import run

MOST = 100
router = Router(tags=["leads"])
_is_url = URLValidator(schemes=["http", "https"])


def _plain(text: str) -> str:
    if "\0" in text:
        raise ValueError("A character that no text has.")
    return text.strip()


def _email(text: str) -> str:
    try:
        validate_email(text)
    except Invalid as why:
        raise ValueError(_("%(text)s is no e-mail address.") % {"text": text[:100]}) from why
    return text


def _site(text: str) -> str:
    try:
        if text:
            _is_url(text)
    except Invalid as why:
        raise ValueError("No address on the web.") from why
    return text


def _text(longest: int) -> Any:
    return Annotated[str, Field(max_length=longest), AfterValidator(_plain)]


Mail = Annotated[str, Field(max_length=254), AfterValidator(_plain), AfterValidator(_email)]
Site = Annotated[str, Field(max_length=200), AfterValidator(_plain), AfterValidator(_site)]


class NewLead(Schema):
    """A telephone or an e-mail is needed; `source` is the name of one in the settings."""

    model_config = ConfigDict(extra="forbid")

    source: _text(100)  # type: ignore[valid-type]
    name: _text(200) = ""  # type: ignore[valid-type]
    company: _text(200) = ""  # type: ignore[valid-type]
    emails: list[Mail] = Field(default_factory=list, max_length=20)
    phones: list[_text(40)] = Field(default_factory=list, max_length=20)  # type: ignore[valid-type]
    site: Site = ""
    tax_number: _text(20) = ""  # type: ignore[valid-type]
    message: _text(10_000) = ""  # type: ignore[valid-type]
    consent: _text(2000) = ""  # type: ignore[valid-type]
    first_touch: dict[str, _text(touch.LONGEST)] = Field(default_factory=dict, max_length=40)  # type: ignore[valid-type]
    last_touch: dict[str, _text(touch.LONGEST)] = Field(default_factory=dict, max_length=40)  # type: ignore[valid-type]

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


class Page(Schema):
    """`next` goes along as `after` for the next page; empty, this was the last."""

    leads: list[KnownLead]
    next: str


class Faults(Schema):
    errors: dict[str, list[str]]


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
    at, facts = timezone.now(), said.dict(exclude={"source", "phones", "first_touch", "last_touch"})
    first, last = touch.read(said.first_touch), touch.read(said.last_touch)
    try:
        told = api_lead.tell(
            request.auth, key=_plain(idempotency_key), source=_source(request, said.source), at=at,
            phones=_phones(request, said.phones), first_touch=first or last, last_touch=last, **facts,
        )  # fmt: skip
    except OtherUnderThisKey as why:
        raise HttpError(409, str(why)) from why
    if told.is_new:
        run.look_again_at(told.lead, at=at)
    found = request.desk.leads().select_related("source", "person").get(pk=told.lead.pk)
    return (201 if told.is_new else 200), _shown(found)


@router.get("", url_name="api_leads", response={200: Page, 401: Faults, 422: Faults})
@entered
def index(request: ApiRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The newest first, at most a hundred a page."""
    leads = request.desk.leads().select_related("source", "person")
    if asked.since:
        leads = leads.filter(came_at__gte=asked.since)
    if asked.state:
        leads = leads.filter(state=asked.state)
    rows = list(_after(leads, asked.after).order_by("-came_at", "-pk")[: asked.limit + 1])
    last = rows[asked.limit - 1] if len(rows) > asked.limit else None
    following = f"{last.came_at.isoformat()}~{last.pk}" if last else ""
    return {"leads": [_shown(one) for one in rows[: asked.limit]], "next": following}


def _after(leads: LeadQuerySet, after: str) -> LeadQuerySet:
    if not after:
        return leads
    moment, _tilde, key = after.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), UUID(key)
    except ValueError as why:
        raise Wrong("after", "It is what `next` of the page before said.") from why
    return leads.filter(before((F("came_at"), at), (F("pk"), last)))


def _source(request: ApiRequest, name: str) -> Source:
    found = request.desk.sources().filter(name__iexact=name).first()
    if found is None:
        raise Wrong("source", _("There is no source “%(name)s”: add it in the settings.") % {"name": name})
    return found  # type: ignore[no-any-return]


def _phones(request: ApiRequest, said: list[str]) -> list[str]:
    """Numbers without a country code are read as of the agency's country."""
    found = []
    for text in said:
        number = international(text, request.desk.country)
        if not number:
            raise Wrong("phones", _("%(text)s is no telephone number.") % {"text": text})
        found.append(number)
    return list(dict.fromkeys(found))


def _shown(lead: Lead) -> dict[str, Any]:
    plain = {name: getattr(lead, name) for name in KnownLead.model_fields if hasattr(lead, name)}
    person = lead.person.name if lead.person else None
    return {**plain, "source": lead.source.name, "salesperson": person}
