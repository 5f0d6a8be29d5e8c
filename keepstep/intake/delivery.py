"""Deliveries: what a sender tells us is kept first, and translated by a job that is deferred together with it."""

from datetime import UTC, datetime

from keepstep.intake import jobs, translation
from keepstep.intake.connection import Connection
from keepstep.intake.event import Event
from keepstep.intake.letter import Letter
from keepstep.postgres import tenancy


def receive(connection: Connection, letter: Letter, *, at: datetime) -> Event | None:
    """Keep the event and defer its translation, both or neither; None if its id or its content is known already."""
    event = Event(
        connection=connection,
        name=letter.name,
        delivery=letter.delivery,
        digest=letter.digest,
        payload=letter.payload,
        received_at=at,
    )
    with tenancy.entered(connection.agency_id):
        Event.objects.bulk_create([event], ignore_conflicts=True)
        if not Event.objects.filter(pk=event.pk).exists():
            return None
        jobs.translate.defer(agency_id=str(connection.agency_id), event_id=str(event.pk))
    return event


def sweep() -> int:
    """For the schedule: translate what waits although its job should have run. Answers how many events."""
    return translation.sweep(at=datetime.now(UTC))
