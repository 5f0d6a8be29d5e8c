"""A file of leads is loaded piece by piece, each in a transaction of its own: a worker that dies goes on where it was,
and how far it has come can be seen."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import translation

from keepstep.domain.agency import store
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.sales import lead_import, lead_loading
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.source import Source
from keepstep.intake.lead_sheet.reading import Reading
from keepstep.intake.sheet import table
from keepstep.intake.sheet.table import Row, folded
from keepstep.postgres import tenancy

PIECE = 2000
"""Rows that are loaded by the same few statements."""


def load(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        one = LeadImport.objects.select_related("by", "agency").exclude(started_at=None).get(pk=import_id)
        rows = table.read(store.read(one.digest, agency_id=agency_id)).rows[one.done :]
        reading = _reading(one)
    with translation.override(one.by.language or one.agency.language):
        for first in range(0, len(rows), PIECE):
            _load(one, rows[first : first + PIECE], reading, agency_id=agency_id, at=clock())
    with tenancy.entered(agency_id):
        lead_import.finish(one, at=clock())


def undo(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        for one in LeadImport.objects.filter(pk=import_id, undone_at=None).exclude(undo_asked_at=None):
            lead_import.undo(one, at=clock())


def _load(one: LeadImport, rows: list[Row], reading: Reading, *, agency_id: UUID, at: datetime) -> None:
    arrivals = [reading.arrival(row) for row in rows]
    with tenancy.entered(agency_id):
        lead_loading.load(one, arrivals, at=at)


def _reading(one: LeadImport) -> Reading:
    if one.source_id is None or one.started_at is None:
        raise ValueError("An import is read only once it has been started.")
    return Reading(
        headings=one.headings,
        fields=one.fields,
        sources={folded(name): key for key, name in Source.objects.values_list("pk", "name")},
        source=one.source_id,
        country=one.country,
        zone=default_calendar().working_time().zone,
        at=one.started_at,
    )
