"""Letters of the demo's deals: really taken, handed over and delivered, at their time."""

from datetime import datetime, timedelta
from typing import Any

from keepstep.demo.agency import Demo
from keepstep.domain.agency import parcel
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import deal_letter
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_letter import DealLetter

UNDERWAY = timedelta(seconds=20)


def send(made: Deal, said: Wording, demo: Demo, *, at: datetime, **brings: Any) -> DealLetter | None:
    """To whoever the deal is with, if there is an address."""
    contact = made.contact
    address = contact.email if contact else made.email
    if not address:
        return None
    sent = deal_letter.send(
        made, address=address, name=contact.name if contact else made.name, contact=contact, subject=said.subject,
        body=said.body, language=language_of(made, demo), by=demo.seller, at=at, **brings,
    )  # fmt: skip
    leaves = at + UNDERWAY
    taken = deal_letter.take(sent.pk, at=leaves)
    if taken and parcel.hand_over(taken, at=leaves):
        deal_letter.deliver(taken, at=leaves)
    return sent


def language_of(made: Deal, demo: Demo) -> str:
    return made.contact.language if made.contact else demo.agency.language


def greeted(made: Deal) -> str:
    return made.contact.greeted if made.contact else Contact(name=made.name).greeted
