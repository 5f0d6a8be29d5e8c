"""What another system does with deals, by the verbs of the pages: begin, change, move, lose, open again, pass on."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from babel.numbers import list_currencies
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Header, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, ConfigDict

from keepstep.api import deals as reading
from keepstep.api import own
from keepstep.api.deals import ShutGate, WholeDeal, deal_of
from keepstep.api.door import ApiRequest, Wrong, entered
from keepstep.api.said import Faults, Mail, phone_of, plain, source_of, text
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import api_deal, gate, loss
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales.api_deal import OtherDealUnderThisKey
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.gate import GateShut, GoneOn, StageClosed
from keepstep.round import run

router = reading.router  # Of one address, reading and acts are of one router.
FAULTS: Any = {401: Faults, 404: Faults, 409: Faults, 422: Faults, 429: Faults}


def _currency(code: str) -> str:
    if code.upper() not in list_currencies():
        raise ValueError(_("No currency has this code; as EUR, USD or RUB."))
    return code.upper()


Currency = Annotated[str, Field(max_length=3), AfterValidator(_currency)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class DealFacts(Schema):
    """What may be said of a deal: `client`, `source`, `own_fields` by their names. What is not said stays as it is."""

    model_config = ConfigDict(extra="forbid")

    title: text(200, least=1) = ""  # type: ignore[valid-type]
    client: text(200) | None = None  # type: ignore[valid-type]
    company: text(200) = ""  # type: ignore[valid-type]
    name: text(200) = ""  # type: ignore[valid-type]
    phone: text(40) = ""  # type: ignore[valid-type]
    email: Mail | None = None
    amount: Amount | None = None
    currency: Currency = ""
    closes_on: date | None = None
    source: text(100) | None = None  # type: ignore[valid-type]
    own_fields: own.Said = Field(default_factory=dict, max_length=own.MOST)


class NewDeal(DealFacts):
    """Begins with its next task; `salesperson` is the e-mail address of one; without a `pipeline`, in the first."""

    title: text(200, least=1)  # type: ignore[valid-type]
    salesperson: text(254)  # type: ignore[valid-type]
    pipeline: text(100) = ""  # type: ignore[valid-type]
    task: text(300, least=1)  # type: ignore[valid-type]
    due: date


class Where(Schema):
    """The id of a stage. There is no reason to pass without evidence: a head gives one, on the pages."""

    model_config = ConfigDict(extra="forbid")

    stage: UUID


class Why(Schema):
    """`reason` is the name of one in the settings."""

    model_config = ConfigDict(extra="forbid")

    reason: text(100)  # type: ignore[valid-type]
    words: text(500) = ""  # type: ignore[valid-type]


class Whose(Schema):
    """`salesperson` is the e-mail address of one."""

    model_config = ConfigDict(extra="forbid")

    salesperson: text(254)  # type: ignore[valid-type]


class Shut(Faults):
    """`missing` names the gates on the way that nothing has opened; empty, something else is in the way."""

    missing: list[ShutGate]


@router.post("", url_name="api_deal_new", response={201: WholeDeal, 200: WholeDeal, **FAULTS})
@entered
def create(
    request: ApiRequest, said: NewDeal, idempotency_key: Annotated[str, Header(max_length=200)] = ""
) -> tuple[int, dict[str, Any]]:
    """A deal begins, in the first stage; sent again under the same Idempotency-Key it is the same deal."""
    at, facts = timezone.now(), _facts(request, said)
    if said.due < request.desk.working_time.local_day(at):
        raise Wrong("due", _("This day is over: choose today or a later one."))
    _check_whose(facts)
    facts.setdefault("currency", request.desk.agency.currency)
    person = _colleague(request, said.salesperson)
    pipelines = request.desk.pipelines()
    along = (pipelines.filter(name__iexact=said.pipeline) if said.pipeline else pipelines).first()
    if along is None:
        raise Wrong("pipeline", _("There is no such pipeline."))
    try:
        told = api_deal.begin(
            request.auth, along, key=plain(idempotency_key), task=said.task, due=said.due, at=at, person=person, **facts
        )
    except OtherDealUnderThisKey as why:
        raise HttpError(409, str(why)) from why
    return (201 if told.is_new else 200), again(request, told.deal)


@router.patch("/{uuid:deal_id}", url_name="api_deal_edit", response={200: WholeDeal, **FAULTS})
@entered
def change(request: ApiRequest, deal_id: UUID, said: DealFacts) -> dict[str, Any]:
    """What is said is so from now on; what it was is kept."""
    found, facts = deal_of(request, deal_id), _facts(request, said)
    _check_whose({name: getattr(found, name) for name in deals.FACTS} | facts)
    if "account" in facts and facts["account"] != found.account:
        facts["contact"] = None
    deals.amend(found, **facts, by=None, at=timezone.now())
    return again(request, found)


@router.post("/{uuid:deal_id}/stage", url_name="api_deal_move", response={200: WholeDeal, **FAULTS, 409: Shut})
@entered
def move(request: ApiRequest, deal_id: UUID, said: Where) -> Any:
    """Forwards or back. A gate on the way that nothing has opened lets nobody through: 409, and it is named."""
    found = deal_of(request, deal_id)
    stage = request.desk.stages_ever().filter(pk=said.stage).first()
    if stage is None:
        raise Wrong("stage", _("There is no such stage."))
    try:
        gate.pass_to(found, stage, by=None, at=timezone.now())
    except (GateShut, StageClosed, DealClosed) as why:
        missing = why.missing if isinstance(why, GateShut) else []
        return 409, {"errors": {"": [str(why)]}, "missing": reading.named(missing)}
    return again(request, found)


@router.post("/{uuid:deal_id}/loss", url_name="api_deal_lose", response={200: WholeDeal, **FAULTS})
@entered
def lose(request: ApiRequest, deal_id: UUID, said: Why) -> dict[str, Any]:
    """Nothing will come of it, and why."""
    found = deal_of(request, deal_id)
    reason = request.desk.loss_reasons().filter(name__iexact=said.reason).first()
    if reason is None:
        raise Wrong("reason", _("There is no such reason: add it in the settings."))
    try:
        loss.lose(found, reason=reason, words=said.words, by=None, at=timezone.now())
    except DealClosed as why:
        raise HttpError(409, str(why)) from why
    return again(request, found)


@router.delete("/{uuid:deal_id}/loss", url_name="api_deal_reopen", response={200: WholeDeal, **FAULTS})
@entered
def reopen(request: ApiRequest, deal_id: UUID) -> dict[str, Any]:
    """It was not lost after all, and goes on where it stood."""
    found = deal_of(request, deal_id)
    try:
        loss.reopen(found, by=None, at=timezone.now())
    except GoneOn as why:
        raise HttpError(409, str(why)) from why
    return again(request, found)


@router.put("/{uuid:deal_id}/salesperson", url_name="api_deal_give", response={200: WholeDeal, **FAULTS})
@entered
def give(request: ApiRequest, deal_id: UUID, said: Whose) -> dict[str, Any]:
    """From now on it is theirs; said again nothing changes."""
    found = deal_of(request, deal_id)
    deals.give(found, person=_colleague(request, said.salesperson), by=None, at=timezone.now())
    return again(request, found)


def _colleague(request: ApiRequest, address: str) -> Person:
    found: Person | None = request.desk.people().present().filter(login__email__iexact=address).first()
    if found is None:
        raise Wrong("salesperson", _("Nobody here has this e-mail address."))
    return found


def _facts(request: ApiRequest, said: DealFacts) -> dict[str, Any]:
    """What was said of it, with rows for names."""
    facts = {name: value for name, value in said.dict(exclude_unset=True).items() if name in {*deals.FACTS, "client"}}
    if facts.get("phone"):
        facts["phone"] = phone_of(request, facts["phone"], field="phone")
    if "email" in facts:
        facts["email"] = facts["email"] or ""
    if "source" in facts:
        facts["source"] = source_of(request, facts["source"]) if facts["source"] else None
    if "client" in facts:
        facts["account"] = _client(request, facts.pop("client"))
    if said.own_fields:
        facts["own"] = own.read(said.own_fields, request.desk.deal_fields())
    return facts


def _client(request: ApiRequest, name: str | None) -> Any:
    found = list(request.desk.accounts().filter(name__iexact=name)[:2]) if name else []
    if name and len(found) != 1:
        raise Wrong("client", _("No client, or more than one, has this name."))
    return found[0] if found else None


def _check_whose(facts: dict[str, Any]) -> None:
    if not any(facts.get(name) for name in ("account", "company", "name", "phone", "email")):
        raise Wrong("company", _("Say with whom: a client, a company, or a name."))


def again(request: ApiRequest, found: Deal) -> dict[str, Any]:
    """As it stands now, and on Today of whoever has to go on with it."""
    run.look_again_at_deal(found, at=timezone.now())
    return reading.whole(request, deal_of(request, found.pk))
