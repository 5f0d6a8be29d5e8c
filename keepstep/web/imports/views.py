"""Leads and deals from files: given, looked at, loaded, told of, taken back."""

from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import store
from keepstep.domain.agency.own_list import NameTaken
from keepstep.domain.sales import file_import
from keepstep.domain.sales.file_import import FileImport, NotToBeUndone, StartedAlready
from keepstep.intake.sheet import own, table
from keepstep.intake.sheet.heading import TITLES
from keepstep.intake.sheet.table import Table, Unreadable
from keepstep.web import act
from keepstep.web.imports.forms import FileForm
from keepstep.web.imports.kind import Kind
from keepstep.web.imports.refused import said
from keepstep.web.leads.selling import selling
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest

PAGE, PREVIEW, MOST_TOLD = 50, 3, 50


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
    is_file: bool


class Telling(NamedTuple):
    """What is told of a row: its number in the file, what stands first in it, and what is wrong or was done."""

    number: int
    cells: str
    words: list[str]


@selling
@require_GET
def index(request: StaffRequest, kind: Kind) -> HttpResponse:
    found = kind.imports(request.desk).select_related("by")
    context = {"page": Paginator(found, PAGE).get_page(request.GET.get("page")), "titles": TITLES, "kind": kind}
    return render(request, "web/imports/index.html", context)


@selling
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, kind: Kind) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        try:
            found = table.read(content)
        except Unreadable as why:
            form.add_error("file", str(why))
        else:
            system, known = kind.guess(found.headings)
            known = own.guessed(found.headings, known, kind.fields(request.desk))
            made = file_import.receive(
                kind.model, content, name=name, system=system, headings=found.headings, fields=known,
                total=len(found.rows), agency=request.agency, by=request.person, at=timezone.now(),
            )  # fmt: skip
            return act.gone_to(request, _address(kind, made))
    return act.sheet(
        request, form, title=kind.whole, submit=_("Look at it"), back=reverse(kind.index), sends_files=True
    )


@selling
@require_GET
def show(request: StaffRequest, kind: Kind, import_id: UUID) -> HttpResponse:
    return _page(request, kind, _import(request, kind, import_id))


@selling
@require_POST
def start(request: StaffRequest, kind: Kind, import_id: UUID) -> HttpResponse:
    found = _import(request, kind, import_id)
    try:
        if found.started_at is not None:
            raise StartedAlready
        content = _content(found)
        form: Any = kind.form(request.POST, desk=request.desk, one=found, content=content)
        if not form.is_valid():
            return _page(request, kind, found, form=form, content=content, status=422)
        with transaction.atomic():
            fields = own.introduced(kind.field, found.headings, form.columns, content.rows)
            facts = {**form.cleaned_data, "fields": fields, "country": request.desk.country}
            kind.start(found, at=timezone.now(), **facts)
    except NameTaken as why:
        form.add_error(None, str(why))
        return _page(request, kind, found, form=form, content=content, status=422)
    except StartedAlready as why:
        return act.refused(request, why, back=_address(kind, found), show=lambda: _again(request, kind, found))
    kind.load.defer(agency_id=str(request.agency.pk), import_id=str(found.pk))
    said = _("It is being loaded: you may go on working meanwhile.")
    return act.done(request, said, back=_address(kind, found), show=lambda: _again(request, kind, found))


@selling
@require_POST
def undo(request: StaffRequest, kind: Kind, import_id: UUID) -> HttpResponse:
    found = _import(request, kind, import_id)
    back = _address(kind, found)
    try:
        file_import.ask_undo(found, by=request.person, at=timezone.now())
    except NotToBeUndone as why:
        return act.refused(request, why, back=back, show=lambda: _again(request, kind, found))
    kind.undo.defer(agency_id=str(request.agency.pk), import_id=str(found.pk))
    return act.done(request, _("It is being taken back."), back=back, show=lambda: _again(request, kind, found))


def _page(
    request: StaffRequest, kind: Kind, found: FileImport, *, form: Any = None, content: Table | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Before it is loaded how it is to be; afterwards what became of it."""
    if found.started_at is None:
        content = content or _content(found)
        form = form or kind.form(desk=request.desk, one=found, content=content)
        context: dict[str, Any] = {
            "form": form, "columns": _columns(found, form, content), "twin": file_import.twin(found)
        }  # fmt: skip
    else:
        is_busy = found.finished_at is None or (found.undo_asked_at is not None and found.undone_at is None)
        context = {
            "sums": _sums(request, kind, found), "is_busy": is_busy,
            "share": 100 * found.done // max(found.total, 1), "told": _told(request, kind, found), "most": MOST_TOLD,
        }  # fmt: skip
    context |= {"import": found, "system": TITLES.get(found.system, ""), "kind": kind}
    template = f"web/imports/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=status)


def _content(found: FileImport) -> Table:
    return table.read(store.read(found.digest, agency_id=found.agency_id))


def _columns(found: FileImport, form: Any, content: Table) -> list[Column]:
    seen = [row.cells for row in islice(content.rows, PREVIEW)]
    chosen = form.columns if len(form.columns) == len(found.headings) else found.fields
    return [
        Column(heading, [cells[place] for cells in seen if cells[place]], options(form.choices, chosen=chosen[place]))
        for place, heading in enumerate(found.headings)
    ]


def _sums(request: StaffRequest, kind: Kind, found: FileImport) -> list[Sum]:
    counted = file_import.outcomes(kind.rows(request.desk, found))
    told = reverse(kind.refused, args=[found.pk])
    return [
        Sum(
            counted[one], one.label,
            kind.made(found) if one in kind.listed else told if one in kind.told else "",
            one not in kind.listed,
        )
        for one in kind.outcomes
        if counted.get(one)
    ]  # fmt: skip


def _told(request: StaffRequest, kind: Kind, found: FileImport) -> list[Telling]:
    rows = kind.rows(request.desk, found).filter(outcome__in=kind.told).values_list("number", "cells", "faults")
    return [
        Telling(number, " · ".join(cell for cell in cells if cell)[:120], [said(*fault) for fault in faults])
        for number, cells, faults in rows[:MOST_TOLD]
    ]


def _import(request: StaffRequest, kind: Kind, import_id: UUID) -> Any:
    return get_object_or_404(kind.imports(request.desk).select_related("by", "undone_by"), pk=import_id)


def _again(request: StaffRequest, kind: Kind, found: FileImport) -> HttpResponse:
    return _page(request, kind, _import(request, kind, found.pk))


def _address(kind: Kind, found: FileImport) -> str:
    return reverse(kind.route, args=[found.pk])
