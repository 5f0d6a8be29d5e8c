"""What becomes of an act: signed, not signed after all, withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import act_mark
from keepstep.domain.money.act_mark import NotSo, Turn
from keepstep.domain.talk import document
from keepstep.domain.talk.document import Refused
from keepstep.outlet.agreement import act as paper
from keepstep.web import act
from keepstep.web.acts.views import act_of, address, done, refused
from keepstep.web.invoices.seen import of_money
from keepstep.web.seat import StaffRequest
from keepstep.web.signing import ScanForm, SignForm


@of_money
@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, act_id: UUID) -> HttpResponse:
    found, today = act_of(request, act_id), _today(request)
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES, today=today)
    else:
        form = SignForm(today=today, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            given = form.given
            file = document.kept(*given, agency_id=found.agency_id) if given else None
        except Refused as why:
            form.add_error("file", str(why))
        else:
            words = _("Signed: the work is taken over.")
            return _turned(request, act_id, Turn.SIGNED, words, day=said["day"], note=said["note"], file=file)
    return act.sheet(
        request, form, title=_("The client has signed"), submit=_("Record"), back=address(found),
        about=paper.title(found), sends_files=True,
    )  # fmt: skip


@of_money
@require_http_methods(["GET", "POST"])
def scan(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """The signed file came later than the signature."""
    found = act_of(request, act_id)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if request.method == "POST" and form.is_valid():
        try:
            file = document.kept(*form.given, agency_id=found.agency_id)
        except Refused as why:
            form.add_error("file", str(why))
        else:
            return _turned(request, act_id, Turn.FILED, _("The file is kept."), file=file)
    return act.sheet(
        request, form, title=_("The signed file"), submit=_("Keep"), back=address(found), about=paper.title(found),
        sends_files=True,
    )  # fmt: skip


@of_money
@require_POST
def unsign(request: StaffRequest, act_id: UUID) -> HttpResponse:
    return _turned(request, act_id, Turn.UNSIGNED, _("It awaits signing again."))


@of_money
@require_POST
def withdraw(request: StaffRequest, act_id: UUID) -> HttpResponse:
    return _turned(request, act_id, Turn.WITHDRAWN, _("Withdrawn: its number stays its own."))


def _turned(
    request: StaffRequest, act_id: UUID, turn: Turn, said: str, *, day: date | None = None, note: str = "",
    file: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    found = act_of(request, act_id)
    day = day or _today(request)
    try:
        act_mark.mark(found, turn, day=day, note=note, file=file, by=request.person, at=timezone.now())
    except NotSo as why:
        return refused(request, found, why)
    return done(request, found, said)


def _today(request: StaffRequest) -> date:
    return request.desk.working_time.local_day(timezone.now())
