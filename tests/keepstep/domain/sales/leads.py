"""Leads for the tests of the sales."""

from typing import Any

from keepstep.domain.agency import own_list
from keepstep.domain.sales import lead
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from tests.cast import House


def site(house: House) -> Source:
    found: Source = own_list.offered(Source, house.agency).get(name="Website")
    return found


def spam(house: House) -> RejectReason:
    found: RejectReason = own_list.offered(RejectReason, house.agency).get(name="Spam")
    return found


def came(house: House, **facts: Any) -> Lead:
    """Somebody asks by the website at nine on Monday."""
    known = {"name": "Ada", "emails": ["ada@bakery.test"], "source": site(house), "at": house.at, "channel": "form"}
    return lead.arrive(**{**known, **facts})
