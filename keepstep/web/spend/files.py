"""A file of spend: loaded whole or not at all, every fault named at its row and field; undone whole."""

import hashlib
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import spend_file
from keepstep.domain.sales.spend_file import Clashes, Loaded, LoadedAlready, NothingNew, UndoneAlready
from keepstep.intake import spend_sheet
from keepstep.intake.sheet import table
from keepstep.intake.sheet.table import Unreadable
from keepstep.intake.spend_sheet import Fault, Read, Unrecognised
from keepstep.web import act
from keepstep.web.leads.selling import selling
from keepstep.web.seat import StaffRequest
from keepstep.web.spend.forms import FileForm
from keepstep.web.spend.views import done, refused

MOST_FAULTS = 50


class Faults(NamedTuple):
    """Those that are shown, and how many there are besides."""

    shown: list[Fault]
    more: int


@selling
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None, desk=request.desk)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        loaded = _loaded(request, form, faults)
        if loaded:
            return done(request, _said(loaded), undo=reverse("spend_file_undo", args=[loaded.file.pk]))
    return act.sheet(
        request, form, title=_("Spend from a file"), submit=_("Load"), back=reverse("spend"), sends_files=True,
        tools="web/spend/faults.html", faults=Faults(faults[:MOST_FAULTS], max(len(faults) - MOST_FAULTS, 0)),
    )  # fmt: skip


def _loaded(request: StaffRequest, form: FileForm, faults: list[Fault]) -> Loaded | None:
    """What was loaded; otherwise the form, or the list of faults, says why not."""
    content = form.cleaned_data["file"].read()
    try:
        found = spend_sheet.read(
            table.read(content), sources=request.desk.sources_ever(), source=form.cleaned_data["source"],
            currency=request.agency.currency,
        )  # fmt: skip
        faults += found.faults
        if faults:
            form.add_error("file", _("Nothing is loaded: mend these rows in the file and load it again."))
            return None
        return spend_file.load(
            found.entries, name=form.cleaned_data["file"].name[-255:], digest=hashlib.sha256(content).hexdigest(),
            agency=request.agency, by=request.person, at=timezone.now(),
        )  # fmt: skip
    except (Unreadable, Unrecognised, LoadedAlready, NothingNew) as why:
        form.add_error("file", str(why))
    except Clashes as clashes:
        faults += _clashing(found, clashes)
        form.add_error("file", _("Nothing is loaded: mend these rows in the file and load it again."))
    return None


def _clashing(found: Read, clashes: Clashes) -> list[Fault]:
    words: Promise = _("For some of these days it is entered already: take that back first.")
    return [Fault(found.numbers[place], found.entries[place].campaign, words) for place in clashes.places]


def _said(loaded: Loaded) -> str:
    said = ngettext("%(n)s row is loaded.", "%(n)s rows are loaded.", loaded.added) % {"n": loaded.added}
    if loaded.known:
        known = ngettext("%(n)s was there already.", "%(n)s were there already.", loaded.known)
        return f"{said} {known % {'n': loaded.known}}"
    return said


@selling
@require_POST
def undo(request: StaffRequest, file_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.spend_files(), pk=file_id)
    try:
        n = spend_file.undo(found, by=request.person, at=timezone.now())
    except UndoneAlready as why:
        return refused(request, why)
    return done(request, ngettext("%(n)s row is taken back.", "%(n)s rows are taken back.", n) % {"n": n})
