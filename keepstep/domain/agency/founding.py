"""Founding an agency: its calendar, its ladder and its owner."""

from datetime import datetime
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from keepstep.domain.agency import ladder, person
from keepstep.domain.agency.agency import Agency, Sight
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.agency.person import Person, Role
from keepstep.postgres import tenancy


def found(
    *,
    name: str,
    owner: str,
    email: str,
    at: datetime,
    password: str | None = None,
    language: str = "en",
    currency: str = "EUR",
    country: str = "",
    zone: str = "Europe/Berlin",
    sight: Sight = Sight.OWN,
) -> tuple[Agency, Person]:
    """A new agency with an office-hours calendar, the default ladder and its owner, who is also its head."""
    agency = Agency(id=uuid7(), name=name, language=language, currency=currency, sight=sight, founded_at=at)
    with tenancy.entered(agency.id):
        agency.save(force_insert=True)
        WorkCalendar.objects.create(name=name, zone=zone, country=country, is_default=True)
        ladder.set_up(since=at.astimezone(ZoneInfo(zone)).date())
        first = person.join(
            name=owner or name,
            email=email,
            password=password,
            at=at,
            roles=[Role.OWNER, Role.HEAD],
            language=language,
        )
    return agency, first
