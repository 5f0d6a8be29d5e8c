"""The rows of which something is told, as a file to be mended and loaded again: their cells as they were, and what is
wrong."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.outlet import spreadsheet
from keepstep.outlet.download import saved
from keepstep.web.imports.kind import Kind
from keepstep.web.leads.selling import selling
from keepstep.web.seat import StaffRequest


@selling
@require_GET
def download(request: StaffRequest, kind: Kind, import_id: UUID) -> HttpResponse:
    found = get_object_or_404(kind.imports(request.desk), pk=import_id)
    rows = kind.rows(request.desk, found).filter(outcome__in=kind.told)
    headings = [_("Row"), _("What is wrong"), *found.headings]
    written = "".join(spreadsheet.lines(headings, _lines(rows)))
    return saved(written.encode(), name="refused.csv", kind=spreadsheet.KIND)


def _lines(rows: Any) -> Iterator[list[Any]]:
    for number, cells, faults in rows.values_list("number", "cells", "faults").iterator():
        yield [number, "; ".join(said(*fault) for fault in faults), *cells]


def said(heading: str, words: str) -> str:
    return f"{heading}: {words}" if heading else words
