"""Leads from files: given, looked at, loaded, told of, taken back."""

from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import store
from keepstep.domain.sales import lead_import
from keepstep.domain.sales.lead_import import LeadImport, NotToBeUndone, Outcome, StartedAlready
from keepstep.intake import jobs
from keepstep.intake.lead_sheet import fields
from keepstep.intake.lead_sheet.fields import TITLES
from keepstep.intake.sheet import table
from keepstep.intake.sheet.table import Unreadable
from keepstep.web import act
from keepstep.web.imports.forms import CHOICES, FileForm, LoadForm
from keepstep.web.leads.listing import LIVE
from keepstep.web.leads.selling import selling
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest

PAGE, PREVIEW = 50, 3


class Column(NamedTuple):
    """A column of the file: its heading, what stands in its first rows, and what it may hold."""

    heading: str
    cells: list[str]
    choices: SafeString


class Sum(NamedTuple):
    """How many rows became what, and where that opens."""

    n: int
    words: str | Promise
    address: str


@selling
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    found = request.desk.lead_imports().select_related("by")
    context = {"page": Paginator(found, PAGE).get_page(request.GET.get("page")), "titles": TITLES}
    return render(request, "web/imports/index.html", context)


@selling
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        try:
            found = table.read(content)
        except Unreadable as why:
            form.add_error("file", str(why))
        else:
            system, known = fields.guess(found.headings)
            made = lead_import.receive(
                content, name=name, system=system, headings=found.headings, fields=known, total=len(found.rows),
                agency=request.agency, by=request.person, at=timezone.now(),
            )  # fmt: skip
            return act.gone_to(request, _address(made))
    return act.sheet(
        request, form, title=_("Leads from a file"), submit=_("Look at it"), back=reverse("imports"), sends_files=True
    )


@selling
@require_GET
def show(request: StaffRequest, import_id: UUID) -> HttpResponse:
    return _page(request, _import(request, import_id))


@selling
@require_POST
def start(request: StaffRequest, import_id: UUID) -> HttpResponse:
    found = _import(request, import_id)
    form = LoadForm(request.POST, desk=request.desk, one=found)
    try:
        if found.started_at is not None:
            raise StartedAlready
        if not form.is_valid():
            return _page(request, found, form=form, status=422)
        lead_import.start(found, at=timezone.now(), country=request.desk.country, **form.cleaned_data)
    except StartedAlready as why:
        return act.refused(request, why, back=_address(found), show=lambda: _again(request, found))
    jobs.load_leads.defer(agency_id=str(request.agency.pk), import_id=str(found.pk))
    said = _("It is being loaded: you may go on working meanwhile.")
    return act.done(request, said, back=_address(found), show=lambda: _again(request, found))


@selling
@require_POST
def undo(request: StaffRequest, import_id: UUID) -> HttpResponse:
    found = _import(request, import_id)
    try:
        lead_import.ask_undo(found, by=request.person, at=timezone.now())
    except NotToBeUndone as why:
        return act.refused(request, why, back=_address(found), show=lambda: _again(request, found))
    jobs.undo_leads.defer(agency_id=str(request.agency.pk), import_id=str(found.pk))
    return act.done(request, _("It is being taken back."), back=_address(found), show=lambda: _again(request, found))


def _page(request: StaffRequest, found: LeadImport, *, form: LoadForm | None = None, status: int = 200) -> HttpResponse:
    """Before it is loaded how it is to be; afterwards what became of it."""
    if found.started_at is None:
        form = form or LoadForm(desk=request.desk, one=found)
        context: dict[str, Any] = {"form": form, "columns": _columns(found, form), "twin": lead_import.twin(found)}
    else:
        is_busy = found.finished_at is None or (found.undo_asked_at is not None and found.undone_at is None)
        context = {"sums": _sums(found), "is_busy": is_busy, "share": 100 * found.done // max(found.total, 1)}
    context |= {"import": found, "system": TITLES.get(found.system, "")}
    template = f"web/imports/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=status)


def _columns(found: LeadImport, form: LoadForm) -> list[Column]:
    rows = table.read(store.read(found.digest, agency_id=found.agency_id)).rows
    seen = [row.cells for row in islice(rows, PREVIEW)]
    chosen = form.columns if len(form.columns) == len(found.headings) else found.fields
    return [
        Column(heading, [cells[place] for cells in seen if cells[place]], options(CHOICES, chosen=chosen[place]))
        for place, heading in enumerate(found.headings)
    ]


def _sums(found: LeadImport) -> list[Sum]:
    counted = lead_import.outcomes(found)
    made = f"{reverse('leads')}?{urlencode({'state': LIVE, 'import': str(found.pk)})}"
    addresses = {Outcome.MADE: made, Outcome.REFUSED: reverse("import_refused", args=[found.pk])}
    return [Sum(counted[one], one.label, addresses.get(one, "")) for one in Outcome if counted.get(one)]


def _import(request: StaffRequest, import_id: UUID) -> LeadImport:
    return get_object_or_404(request.desk.lead_imports().select_related("by", "undone_by"), pk=import_id)


def _again(request: StaffRequest, found: LeadImport) -> HttpResponse:
    return _page(request, _import(request, found.pk))


def _address(found: LeadImport) -> str:
    return reverse("import", args=[found.pk])
