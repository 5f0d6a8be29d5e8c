"""Clients of the demo that a campaign has brought: they asked by the form, bought, and have paid the first half."""

from datetime import datetime, timedelta

from keepstep.demo.agency import Demo
from keepstep.demo.handovers.transfer import Transfer
from keepstep.demo.leads import SEARCHES
from keepstep.domain.agency import own_list
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.clients.account import Account
from keepstep.domain.money import payment
from keepstep.domain.sales import lead, qualification, sorting, talk
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.qualification import Answer
from keepstep.domain.sales.source import Source

SOON = timedelta(minutes=9)


def inquire(transfer: Transfer, demo: Demo, at: datetime, *, by: datetime) -> Lead:
    """Answered soon, and all that is asked of a lead was clear when the deal began."""
    name, email, _part, _position = transfer.people[0]
    touch = SEARCHES[demo.agency.language]
    made = lead.arrive(
        source=own_list.offered(Source, demo.agency).order_by("id")[0], channel=Channel.FORM, at=at,
        person=demo.seller, name=name, company=transfer.company, emails=[email], message=transfer.asked,
        first_touch=touch, last_touch=touch,
    )  # fmt: skip
    sorting.take(made, by=demo.seller, at=at + SOON)
    talk.log(made, form="call", whose="out", summary=transfer.title, by=demo.seller, at=at + SOON)
    for criterion in own_list.offered(Criterion, demo.agency).order_by("id"):
        qualification.assess(made, criterion=criterion, answer=Answer.YES, by=demo.seller, at=by)
    return made


def pay_half(client: Account, transfer: Transfer, demo: Demo, *, at: datetime) -> None:
    """In advance: it is what won the deal."""
    payment.record(
        client, entity=LegalEntity.objects.get(), amount=transfer.amount / 2, paid_on=client.local_day(at),
        purpose=transfer.title, by=demo.owner, at=at,
    )  # fmt: skip
