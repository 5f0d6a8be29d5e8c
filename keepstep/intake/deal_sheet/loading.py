"""A file of deals is loaded and taken back, by its job."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal_import, deal_loading
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.own_field import DealField
from keepstep.domain.sales.pipeline import Gate, Pipeline, Stage
from keepstep.domain.sales.source import Source
from keepstep.intake.deal_sheet.reading import Reading
from keepstep.intake.sheet import own, pieces
from keepstep.intake.sheet.table import folded
from keepstep.postgres import tenancy


def load(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        known = DealImport.objects.select_related("by", "agency", "waived_by", "reason")
        one = known.exclude(started_at=None).get(pk=import_id)
        reading = read_by(one)
    pieces.load(one, reading.arrival, deal_loading.load, clock=clock)


def undo(agency_id: UUID, import_id: UUID, *, clock: Callable[[], datetime]) -> None:
    with tenancy.entered(agency_id):
        for one in DealImport.objects.filter(pk=import_id, undone_at=None).exclude(undo_asked_at=None):
            deal_import.undo(one, at=clock())


def read_by(one: DealImport) -> Reading:
    """What the rows of this file are read by."""
    if one.pipeline_id is None or one.person_id is None or one.started_at is None:
        raise ValueError("An import is read only once it has been started.")
    stages = list(Stage.objects.still_open().select_related("pipeline"))
    zone = default_calendar().working_time().zone
    return Reading(
        system=one.system,
        headings=one.headings,
        fields=one.fields,
        said=one.stages,
        stages={str(stage.pk): stage for stage in stages},
        ends={stage.pipeline_id: stage for stage in stages if stage.gate == Gate.HANDED_OVER},
        along={folded(along.name): along.pk for along in Pipeline.objects.still_open()},
        people=_people(),
        sources={folded(name): key for key, name in Source.objects.values_list("pk", "name")},
        reasons={folded(reason.name): reason for reason in LossReason.objects.all()},
        pipeline=one.pipeline_id,
        person=one.person_id,
        reason=one.reason,
        currency=one.currency,
        country=one.country,
        zone=zone,
        at=one.started_at,
        today=one.started_at.astimezone(zone).date(),
        own=own.mapped(DealField.objects.all(), one.fields),
    )


def _people() -> dict[str, UUID]:
    """By address and by name; two of one name are nobody's."""
    found: dict[str, UUID] = {}
    names: dict[str, list[UUID]] = {}
    for key, name, email in Person.objects.present().values_list("pk", "name", "login__email"):
        found[email.lower()] = key
        names.setdefault(folded(name), []).append(key)
    return found | {name: keys[0] for name, keys in names.items() if len(keys) == 1}
