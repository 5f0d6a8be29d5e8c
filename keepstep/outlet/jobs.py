"""Jobs of what leaves: they take ids and enter their agency."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from keepstep.domain.talk.sending import Sending
from keepstep.outlet import chat_mail, mail, portal_mail
from keepstep.postgres import tenancy

MOST_AT_ONCE = 200


@app.task(name="send_mail", queue="mail")
def send_mail(*, agency_id: str, sending_id: str) -> None:
    mail.send(UUID(agency_id), UUID(sending_id), clock=timezone.now)


def send_soon(agency_id: UUID, sending_ids: Iterable[UUID], *, after: datetime | None = None) -> None:
    """Ask for these sendings in the transaction that wrote them; what is lost here the sweep finds."""
    job = send_mail.configure(schedule_at=after)
    for key in sending_ids:
        job.defer(agency_id=str(agency_id), sending_id=str(key))


@app.task(name="send_portal_link", queue="mail", retry=RetryStrategy(max_attempts=4, linear_wait=20))
def send_portal_link(*, link_id: str) -> None:
    portal_mail.send(UUID(link_id), at=timezone.now())


@app.task(name="send_chat_link", queue="mail", retry=RetryStrategy(max_attempts=4, linear_wait=20))
def send_chat_link(*, agency_id: str, contact_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        chat_mail.send(UUID(contact_id), at=timezone.now())


def sweep() -> int:
    """Send whatever waits and is due: postponed, left by a worker that died, or never asked for. Returns how many."""
    with tenancy.every_agency():
        waiting = Sending.objects.waiting(timezone.now()).order_by("next_try_at").values_list("agency_id", "pk")
        found = list(waiting[:MOST_AT_ONCE])
    for agency_id, key in found:
        mail.send(agency_id, key, clock=timezone.now)
    return len(found)
