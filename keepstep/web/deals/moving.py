"""A deal goes to another stage; what a gate on the way asks for is answered in place."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import evidence, gate
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.evidence import Unproved
from keepstep.domain.sales.gate import GateShut, GoneOn, NotTheirsToPass, StageClosed
from keepstep.domain.sales.pipeline import Stage
from keepstep.domain.talk.document import Refused
from keepstep.web import act
from keepstep.web.days import key_of
from keepstep.web.deals.forms import MoveForm
from keepstep.web.deals.views import address, deal_of, done, refused
from keepstep.web.seat import StaffRequest, seated

REFUSALS = (GateShut, NotTheirsToPass, StageClosed, DealClosed)


@seated
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    """Sent with a stage whose gates are shut, it asks for what opens them first."""
    found = deal_of(request, deal_id)
    stage = _stage(request)
    missing = gate.missing(found, stage) if stage else []
    is_answer = request.method == "POST" and (not missing or "asked" in request.POST)
    form = _form(request, found, stage, missing, is_answer=is_answer)
    if not is_answer or not form.is_valid():
        return _ask(request, form, found, stage)
    target = form.cleaned_data["stage"]
    try:
        with transaction.atomic():
            _prove(found, form, request)
            gate.pass_to(
                found, target, by=request.person, at=timezone.now(), reason=form.cleaned_data.get("reason", "")
            )
    except Unanswered as why:
        form.add_error(why.field, str(why))
        return _ask(request, form, found, stage)
    except REFUSALS as why:
        return refused(request, found, why)
    said = _("Now: %(stage)s.") % {"stage": target.name}
    return done(request, found, said, undo=reverse("deal_move_back", args=[found.pk]))


def _stage(request: StaffRequest) -> Stage | None:
    key = key_of((request.POST or request.GET).get("stage", ""))
    return request.desk.stages().filter(pk=key).first() if key else None


def _form(request: StaffRequest, found: Deal, stage: Stage | None, missing: Any, *, is_answer: bool) -> MoveForm:
    known: dict[str, Any] = {
        "desk": request.desk,
        "today": request.desk.working_time.local_day(timezone.now()),
        "missing": missing,
        "here": found.stage_id,
    }
    if is_answer:
        return MoveForm(request.POST, request.FILES, **known)
    return MoveForm(initial={"stage": stage}, **known)


def _ask(request: StaffRequest, form: MoveForm, found: Deal, stage: Stage | None) -> HttpResponse:
    title, note = _("Move to another stage"), ""
    if stage and form.missing:
        title = _("To “%(stage)s”") % {"stage": stage.name}
        note = _("On the way there is a gate that has not opened yet. Say what opened it, or leave the deal.")
        if form.provable != form.missing:
            note = _(
                "The account manager opens the last gate, by accepting the handover: prepare it on the deal’s page."
            )
    return act.sheet(
        request, form, title=title, submit=_("Move"), back=address(found), about=found.title, note=note,
        sends_files=True,
    )  # fmt: skip


class Unanswered(Exception):
    """What is said of a gate opens it not; `field` of the form is where."""

    def __init__(self, field: str, why: Exception) -> None:
        self.field = field
        super().__init__(str(why))


def _prove(found: Deal, form: MoveForm, request: StaffRequest) -> None:
    """Raises Unanswered."""
    said, at = form.cleaned_data, timezone.now()
    for one in form.provable:
        if day := said.get(f"day_{one}"):
            file = said.get(f"file_{one}")
            try:
                evidence.record(
                    found, one, day=day, note=said[f"note_{one}"], by=request.person, at=at,
                    file=(file.name, file.read()) if file else None,
                )  # fmt: skip
            except Unproved as why:
                raise Unanswered(f"{why.field}_{one}", why) from why
            except Refused as why:
                raise Unanswered(f"file_{one}", why) from why


@seated
@require_POST
def take_back(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    try:
        gate.take_back(found, by=request.person, at=timezone.now())
    except (GateShut, GoneOn) as why:
        return refused(request, found, why)
    return done(request, found, _("It is as it was."))
