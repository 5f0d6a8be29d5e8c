"""A deal out of an offer: what a client might buy next goes the way of everything that is sold (§5.4)."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import deal, pipeline
from keepstep.domain.sales.deal import Deal, State


class NoPipeline(Exception):
    def __init__(self) -> None:
        super().__init__(_("There is no pipeline in which a deal could begin."))


def begin(account: Account, service: Service, *, agency: Agency, by: Person, at: datetime) -> Deal:
    """In the agency's first pipeline, at the catalogue's price; an open one of this name goes on. Raises NoPipeline."""
    if known := Deal.objects.filter(account=account, title=service.name, state=State.OPEN).first():
        return known
    along = next((one for one in pipeline.offered(agency) if one.closed_at is None), None)
    if along is None:
        raise NoPipeline
    return deal.begin(
        along, title=service.name, person=by, by=by, at=at, currency=service.currency, account=account,
        amount=service.price,
    )  # fmt: skip
