"""A file of leads is loaded and taken back, by its job."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.sales import lead_import, lead_loading
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.own_field import LeadField
from keepstep.domain.sales.source import Source
from keepstep.intake.lead_sheet.reading import Reading
from keepstep.intake.sheet import own, pieces
from keepstep.intake.sheet.table import folded
from keepstep.postgres import tenancy


def load(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        one = LeadImport.objects.select_related("by", "agency").exclude(started_at=None).get(pk=import_id)
        reading = _reading(one)
    pieces.load(one, reading.arrival, lead_loading.load, clock=clock)


def undo(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        for one in LeadImport.objects.filter(pk=import_id, undone_at=None).exclude(undo_asked_at=None):
            lead_import.undo(one, at=clock())


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
        own=own.mapped(LeadField.objects.all(), one.fields),
    )
