"""What carries a deal on, told by another system: evidence of a gate, and the tasks that are next."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import ConfigDict

from keepstep.api import deal_acts
from keepstep.api.deal_acts import FAULTS, again
from keepstep.api.deals import WholeDeal, deal_of
from keepstep.api.door import ApiRequest, Wrong, entered
from keepstep.api.said import text
from keepstep.domain.agency import store
from keepstep.domain.sales import deal_task, evidence
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.evidence import HAND, NotByHand, Unproved
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.file_kind import BIGGEST

router = deal_acts.router  # Of one address, acts and steps are of one router.


class Proof(Schema):
    """`gate` is its number, 1 to 5, as `stages` and `missing` say it; `day` is when what opens it happened. A signed
    contract, gate 3, is told with its paper."""

    model_config = ConfigDict(extra="forbid")

    gate: int = Field(ge=Gate.CLARIFIED, le=Gate.HANDED_OVER)
    day: date
    note: text(2000) = ""  # type: ignore[valid-type]


class NewTask(Schema):
    model_config = ConfigDict(extra="forbid")

    title: text(300, least=1)  # type: ignore[valid-type]
    due: date


class TaskFacts(Schema):
    """What is not said stays as it is."""

    model_config = ConfigDict(extra="forbid")

    title: text(300, least=1) | None = None  # type: ignore[valid-type]
    due: date | None = None


@router.post("/{uuid:deal_id}/evidence", url_name="api_deal_prove", response={200: WholeDeal, **FAULTS})
@entered
def prove(request: ApiRequest, deal_id: UUID, said: Proof) -> dict[str, Any]:
    """The gate opens; told again it is the same evidence. A contract is told with its paper, at evidence/file; the last
    gate only the account manager opens."""
    return _opened(request, deal_of(request, deal_id), said)


@router.post("/{uuid:deal_id}/evidence/file", url_name="api_deal_prove_by_file",
             response={200: WholeDeal, **FAULTS})  # fmt: skip
@entered
def prove_by_file(
    request: ApiRequest, deal_id: UUID, said: Form[Proof], file: File[UploadedFile]
) -> dict[str, Any]:  # fmt: skip
    """The same with its paper, as multipart/form-data: a PDF, a picture or an office file of at most 25 MB."""
    found = deal_of(request, deal_id)
    if file.size is None or file.size > BIGGEST:
        raise Wrong("file", _("It is too big: at most 25 MB."))
    return _opened(request, found, said, file=(file.name or "", file.read()))


def _opened(
    request: ApiRequest, found: Deal, said: Proof, *, file: tuple[str, bytes] | None = None
) -> dict[str, Any]:  # fmt: skip
    at = timezone.now()
    if said.day > request.desk.working_time.local_day(at):
        raise Wrong("day", _("This day is still to come."))
    digest = store.digest_of(file[1]) if file else ""
    known = request.desk.evidence().standing().filter(deal=found, source=HAND, by=None, digest=digest, **said.dict())
    try:
        if not known.exists():
            evidence.record(found, said.gate, day=said.day, note=said.note, by=None, at=at, file=file)
    except NotByHand as why:
        raise HttpError(409, str(why)) from why
    except Unproved as why:
        raise Wrong(why.field, str(why)) from why
    except Refused as why:
        raise Wrong("file", str(why)) from why
    return again(request, found)


@router.post("/{uuid:deal_id}/tasks", url_name="api_deal_task_new", response={200: WholeDeal, **FAULTS})
@entered
def plan(request: ApiRequest, deal_id: UUID, said: NewTask) -> dict[str, Any]:
    """Something more that is next, and by when."""
    found, at = deal_of(request, deal_id), timezone.now()
    _check_due(request, said.due, at)
    deal_task.plan(found, title=said.title, due=said.due, by=None, at=at)
    return again(request, found)


@router.patch("/{uuid:deal_id}/tasks/{uuid:task_id}", url_name="api_deal_task", response={200: WholeDeal, **FAULTS})
@entered
def put_off(request: ApiRequest, deal_id: UUID, task_id: UUID, said: TaskFacts) -> dict[str, Any]:
    """Another day, or other words; what is done stays as it was."""
    found, task = deal_of(request, deal_id), _task(request, deal_id, task_id)
    facts = {name: value for name, value in said.dict(exclude_unset=True).items() if value}
    if "due" in facts and facts["due"] != task.due:
        _check_due(request, facts["due"], timezone.now())
    deal_task.amend(task, **{"title": task.title, "due": task.due, **facts}, by=None, at=timezone.now())
    return again(request, found)


@router.post("/{uuid:deal_id}/tasks/{uuid:task_id}/done", url_name="api_deal_task_done",
             response={200: WholeDeal, **FAULTS})  # fmt: skip
@entered
def finish(request: ApiRequest, deal_id: UUID, task_id: UUID) -> dict[str, Any]:
    """It is done; told again nothing changes."""
    found, task = deal_of(request, deal_id), _task(request, deal_id, task_id)
    deal_task.finish(task, by=None, at=timezone.now())
    return again(request, found)


def _check_due(request: ApiRequest, due: date, at: datetime) -> None:
    if due < request.desk.working_time.local_day(at):
        raise Wrong("due", _("This day is over: choose today or a later one."))


def _task(request: ApiRequest, deal_id: UUID, task_id: UUID) -> Any:
    found = request.desk.deal_tasks().filter(deal=deal_id, pk=task_id).first()
    if found is None:
        raise HttpError(404, "There is no such task.")
    return found
