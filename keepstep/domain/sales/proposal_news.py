"""What a salesperson is told of a proposal: the client accepted, declined or asked (§5.8)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from keepstep.domain.agency import notification
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.proposal_version import ProposalVersion

ACCEPTED, DECLINED, ASKED = "offer_accepted", "offer_declined", "offer_asked"
A_MOMENT = timedelta(seconds=1)


def tell(
    deal: Deal, version: ProposalVersion, *, kind: str, key: UUID, who: str, words: str, at: datetime
) -> None:  # fmt: skip
    """Whoever has the deal; at once in working hours."""
    facts = {"client": deal.whose, "title": version.title, "who": who, "words": words[:300]}
    is_open = bool(office_hours().between(at, at + A_MOMENT))
    address = reverse("proposal", args=[version.proposal_id])
    notification.tell(deal.person, kind=kind, key=str(key), facts=facts, address=address, at=at, is_urgent=is_open)
