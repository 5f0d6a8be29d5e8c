"""Jobs of what leaves: they take ids and enter their agency."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from keepstep.domain.clients.contact import Channel
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import chat_mail, line, mail, portal_mail, sales_mail
from keepstep.outlet.telegram import message as telegram
from keepstep.outlet.telegram import sales as sales_telegram
from keepstep.postgres import tenancy

MOST_AT_ONCE = 200


@app.task(name="send_mail", queue="mail")
def send_mail(*, agency_id: str, sending_id: str) -> None:
    mail.send(UUID(agency_id), UUID(sending_id), clock=timezone.now)


@app.task(name="send_telegram", queue="telegram")
def send_telegram(*, agency_id: str, sending_id: str) -> None:
    telegram.send(UUID(agency_id), UUID(sending_id), clock=timezone.now)


def send_soon(agency_id: UUID, sending_ids: Iterable[UUID], *, after: datetime | None = None) -> None:
    """Ask for these sendings in the transaction that wrote them; what is lost here the sweep finds."""
    for key, channel in Sending.objects.filter(pk__in=list(sending_ids)).order_by().values_list("pk", "channel"):
        job = send_telegram if channel == Channel.TELEGRAM else send_mail
        job.configure(schedule_at=after).defer(agency_id=str(agency_id), sending_id=str(key))


@app.task(name="send_sales_telegram", queue="telegram")
def send_sales_telegram(*, agency_id: str, letter_id: str) -> None:
    sales_telegram.send(UUID(agency_id), UUID(letter_id), clock=timezone.now)


@app.task(name="send_sales_letter", queue="mail")
def send_sales_letter(*, agency_id: str, letter_id: str) -> None:
    sales_mail.send(UUID(agency_id), UUID(letter_id), clock=timezone.now)


def send_sales_letter_soon(letter: SalesLetter, *, after: datetime | None = None) -> None:
    """Ask for it in the transaction that wrote it; what is lost here the sweep finds."""
    job = send_sales_telegram if letter.in_telegram else send_sales_letter
    job.configure(schedule_at=after).defer(agency_id=str(letter.agency_id), letter_id=str(letter.pk))


@app.task(name="send_portal_link", queue="mail", retry=RetryStrategy(max_attempts=4, linear_wait=20))
def send_portal_link(*, link_id: str) -> None:
    portal_mail.send(UUID(link_id), at=timezone.now())


@app.task(name="send_chat_link", queue="mail", retry=RetryStrategy(max_attempts=4, linear_wait=20))
def send_chat_link(*, agency_id: str, contact_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        chat_mail.send(UUID(contact_id), at=timezone.now())


def sweep() -> int:
    """Mail whatever waits and is due: postponed, left by a worker that died, or never asked for. Returns how many."""
    found, of_sales = _waiting(Channel.EMAIL), _sales_letters_that_wait(Channel.EMAIL)
    with line.kept():
        for agency_id, key in found:
            mail.send(agency_id, key, clock=timezone.now)
        for agency_id, key in of_sales:
            sales_mail.send(agency_id, key, clock=timezone.now)
    return len(found) + len(of_sales)


def sweep_telegram() -> int:
    """The same of what goes to Telegram."""
    found, of_sales = _waiting(Channel.TELEGRAM), _sales_letters_that_wait(Channel.TELEGRAM)
    for agency_id, key in found:
        telegram.send(agency_id, key, clock=timezone.now)
    for agency_id, key in of_sales:
        sales_telegram.send(agency_id, key, clock=timezone.now)
    return len(found) + len(of_sales)


def _waiting(channel: Channel) -> list[tuple[UUID, UUID]]:
    with tenancy.every_agency():
        waiting = Sending.objects.waiting(timezone.now()).filter(channel=channel).order_by("next_try_at")
        return list(waiting.values_list("agency_id", "pk")[:MOST_AT_ONCE])


def _sales_letters_that_wait(channel: Channel) -> list[tuple[UUID, UUID]]:
    with tenancy.every_agency():
        waiting = SalesLetter.objects.waiting(timezone.now()).filter(channel=channel).order_by("next_try_at")
        return list(waiting.values_list("agency_id", "pk")[:MOST_AT_ONCE])
