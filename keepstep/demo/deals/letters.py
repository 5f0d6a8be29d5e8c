"""Letters to the demo's leads, and of its deals: really taken, handed over and delivered, at their time."""

from datetime import datetime, timedelta
from typing import Any

from keepstep.demo.agency import Demo
from keepstep.domain.agency import parcel
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import letter_fate, sales_letter
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.sales_letter import SalesLetter

UNDERWAY = timedelta(seconds=20)


def send(made: Deal, said: Wording, demo: Demo, *, at: datetime, **brings: Any) -> SalesLetter | None:
    """To whoever the deal is with, if there is an address."""
    contact = made.contact
    address = contact.email if contact else made.email
    if not address:
        return None
    sent = sales_letter.send(
        made, address=address, name=contact.name if contact else made.name, contact=contact, subject=said.subject,
        body=said.body, language=language_of(made, demo), by=demo.seller, at=at, **brings,
    )  # fmt: skip
    leave(sent, at=at + UNDERWAY)
    return sent


def leave(sent: SalesLetter, *, at: datetime) -> None:
    """The server takes it."""
    taken = letter_fate.take(sent.pk, at=at)
    if taken and parcel.hand_over(taken, at=at):
        letter_fate.deliver(taken, at=at)


def language_of(made: Deal, demo: Demo) -> str:
    return made.contact.language if made.contact else demo.agency.language


def greeted(made: Deal) -> str:
    return made.contact.greeted if made.contact else Contact(name=made.name).greeted
