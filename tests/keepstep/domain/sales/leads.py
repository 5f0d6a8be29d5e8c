"""Leads for the tests of the sales."""

from typing import Any

from keepstep.domain.sales import lead, reject_reason, source
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from tests.cast import House


def site(house: House) -> Source:
    return source.offered(house.agency).get(name="Website")


def spam(house: House) -> RejectReason:
    return reject_reason.offered(house.agency).get(name="Spam")


def came(house: House, **facts: Any) -> Lead:
    """Somebody asks by the website at nine on Monday."""
    known = {"name": "Ada", "emails": ["ada@bakery.test"], "source": site(house), "at": house.at, "channel": "form"}
    return lead.arrive(**{**known, **facts})
