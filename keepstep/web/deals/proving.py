"""Evidence of a deal's gates: recorded by hand, withdrawn, its file read."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.sales import evidence, gate
from keepstep.domain.sales.evidence import Evidence, Unproved
from keepstep.domain.sales.pipeline import OPENED_BY, Gate
from keepstep.domain.talk.document import Refused
from keepstep.outlet.download import download
from keepstep.web import act
from keepstep.web.deals.forms import NoteForm, ProveForm
from keepstep.web.deals.views import address, deal_of, done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found, at = deal_of(request, deal_id), timezone.now()
    today = request.desk.working_time.local_day(at)
    if request.method == "POST":
        form = ProveForm(request.POST, request.FILES, today=today)
    else:
        form = ProveForm(today=today, initial={"gate": _asked(request, deal_id), "day": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = said["file"]
        try:
            evidence.record(
                found, said["gate"], day=said["day"], note=said["note"], by=request.person, at=at,
                file=(file.name, file.read()) if file else None,
            )  # fmt: skip
        except Unproved as why:
            form.add_error(why.field, str(why))
        except Refused as why:
            form.add_error("file", str(why))
        else:
            return done(request, found, _("Recorded: the gate is open."))
    return act.sheet(
        request, form, title=_("What opens a gate"), submit=_("Record"), back=address(found), about=found.title,
        sends_files=True,
    )  # fmt: skip


def _asked(request: StaffRequest, deal_id: UUID) -> int:
    """The gate the address names, else the next that is shut."""
    said = request.GET.get("gate", "")
    if said in {str(one.value) for one in OPENED_BY}:
        return int(said)
    last = request.desk.stages_ever().filter(gate=Gate.PAID)[0]
    shut = gate.missing(deal_of(request, deal_id), last)
    return int(shut[0] if shut else Gate.CLARIFIED)


@seated
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, evidence_id: UUID) -> HttpResponse:
    """Why is asked for: a deal that stood on it goes back."""
    known = _evidence(request, evidence_id)
    if not known.is_said:
        raise Http404
    found = deal_of(request, known.deal_id)
    form = NoteForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("It was no evidence after all"), submit=_("Take back"), back=address(found),
            about=str(OPENED_BY[Gate(known.gate)]),
            note=_("If the deal stands on it, it goes back to the stage before the gate."),
        )  # fmt: skip
    evidence.withdraw(known, by=request.person, at=timezone.now(), note=form.cleaned_data["words"])
    return done(request, found, _("Taken back."))


@seated
@require_GET
def file(request: StaffRequest, evidence_id: UUID) -> HttpResponse:
    known = _evidence(request, evidence_id)
    if not known.digest:
        raise Http404
    return download(known.digest, agency_id=known.agency_id, name=known.file_name, kind=known.kind)


def _evidence(request: StaffRequest, evidence_id: UUID) -> Evidence:
    return get_object_or_404(request.desk.evidence().standing().select_related("deal"), pk=evidence_id)
