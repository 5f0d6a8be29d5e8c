"""The rows of which something is told, as a file to be mended and loaded again: their cells as they were, and what is
wrong."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.domain.sales.file_import import FileImport
from keepstep.web.imports.kind import Kind
from keepstep.web.leads.selling import selling
from keepstep.web.seat import StaffRequest

SIGNATURE = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


class _Line:
    """What `csv` writes to: it answers the line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@selling
@require_GET
def download(request: StaffRequest, kind: Kind, import_id: UUID) -> HttpResponse:
    found = get_object_or_404(kind.imports(request.desk), pk=import_id)
    rows = kind.rows(request.desk, found).filter(outcome__in=kind.told)
    answer = HttpResponse("".join(_lines(found, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _lines(found: FileImport, rows: Any) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";" if get_language() == "ru" else ",")
    yield SIGNATURE + writer.writerow([_("Row"), _("What is wrong"), *found.headings])
    for number, cells, faults in rows.values_list("number", "cells", "faults").iterator():
        yield writer.writerow([number, "; ".join(said(*fault) for fault in faults), *cells])


def said(heading: str, words: str) -> str:
    return f"{heading}: {words}" if heading else words
