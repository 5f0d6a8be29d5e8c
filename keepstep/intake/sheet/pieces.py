"""A file is loaded piece by piece, each in a transaction of its own: a worker that dies goes on where it was, and how
far it has come can be seen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.utils import translation

from keepstep.domain.agency import store
from keepstep.domain.sales import file_import
from keepstep.domain.sales.file_import import FileImport
from keepstep.intake.sheet import table
from keepstep.intake.sheet.table import Row
from keepstep.postgres import tenancy

PIECE = 2000
"""Rows that are loaded by the same few statements."""
Of = TypeVar("Of", bound=FileImport)


def load(
    one: Of, read: Callable[[Row], Any], take: Callable[..., Any], *, clock: Callable[[], datetime]
) -> None:  # fmt: skip
    """Each row is read, in the words of whoever gave the file; `take(one, piece, at=…)` takes in a piece of them."""
    with tenancy.entered(one.agency_id):
        rows: Sequence[Row] = table.read(store.read(one.digest, agency_id=one.agency_id)).rows[one.done :]
    with translation.override(one.by.language or one.agency.language):
        for first in range(0, len(rows), PIECE):
            piece = [read(row) for row in rows[first : first + PIECE]]
            with tenancy.entered(one.agency_id):
                take(one, piece, at=clock())
    with tenancy.entered(one.agency_id):
        file_import.finish(one, at=clock())
