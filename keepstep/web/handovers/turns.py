"""Whose turn it is: a handover is assigned, handed over, returned with questions, accepted."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales import handover_turn
from keepstep.domain.sales.deal import DealClosed
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.handover import AlreadyAccepted, Handover, State
from keepstep.domain.sales.handover_turn import Incomplete, NotOffered, NotTheirsToAccept, NotTheirsToAssign
from keepstep.round import run
from keepstep.web.handovers.forms import AssignForm, OfferForm, QuestionsForm
from keepstep.web.handovers.views import done, handover_of, refused, sheet
from keepstep.web.seat import StaffRequest, seated

REFUSALS = (AlreadyAccepted, DealClosed, GateShut, Incomplete, NotOffered, NotTheirsToAccept, NotTheirsToAssign)


@seated
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found, at = handover_of(request, handover_id), timezone.now()
    form = AssignForm(
        request.POST or None, desk=request.desk, today=request.desk.working_time.local_day(at),
        initial={"manager": found.manager_id},
    )  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        return sheet(request, found, form, title=_("Who takes the client over?"), submit=_("Assign"))
    manager = form.cleaned_data["manager"]
    try:
        handover_turn.assign(found, manager=manager, by=request.person, at=at)
    except REFUSALS as why:
        return refused(request, found, why)
    return done(request, found, _("Assigned to %(name)s.") % {"name": manager.name})


@seated
@require_http_methods(["GET", "POST"])
def offer(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    """What was returned comes with answers."""
    found = handover_of(request, handover_id)
    is_returned = found.state == State.RETURNED
    form = OfferForm(request.POST if request.method == "POST" else None, answers=is_returned)
    if request.method == "GET" or not form.is_valid():
        title, note = (_("Hand over again"), _questions(found)) if is_returned else (_("Hand over"), "")
        return sheet(request, found, form, title=title, submit=_("Hand over"), note=note)
    try:
        handover_turn.offer(found, **form.cleaned_data, by=request.person, at=timezone.now())
    except REFUSALS as why:
        return refused(request, found, why)
    return done(request, found, _("Handed over: it waits to be accepted."))


def _questions(found: Handover) -> str:
    last = found.records.filter(kind="returned").first()
    return last.words if last else ""


@seated
@require_http_methods(["GET", "POST"])
def give_back(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = handover_of(request, handover_id)
    form = QuestionsForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return sheet(request, found, form, title=_("Return with questions"), submit=_("Return"))
    try:
        handover_turn.give_back(found, **form.cleaned_data, by=request.person, at=timezone.now())
    except REFUSALS as why:
        return refused(request, found, why)
    return done(request, found, _("Returned to %(name)s.") % {"name": found.deal.person.name})


@seated
@require_POST
def accept(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found, at = handover_of(request, handover_id), timezone.now()
    try:
        is_new = handovers.accept(found, by=request.person, at=at)
    except REFUSALS as why:
        return refused(request, found, why)
    if not is_new:
        return refused(request, found, AlreadyAccepted())
    now = handover_of(request, handover_id)
    if now.account_id:
        run.look_again(now.account_id, at=at)
    return done(request, found, _("Accepted: the client is yours. Introduce yourself."))
