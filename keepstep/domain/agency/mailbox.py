"""The mailbox that clients' answers come to, as the environment names it, and the agency it belongs to."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from keepstep.domain.agency import mail_hook
from keepstep.domain.agency.agency import Agency
from keepstep.postgres import tenancy


@dataclass(frozen=True)
class Mailbox:
    """`security` is `tls`, `starttls` or `none`; the password is never shown."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str
    address: str

    @property
    def name(self) -> str:
        """What tells it from other mailboxes, in messages and beside what was read from it."""
        return f"{self.user}@{self.host}/{self.folder}"


def configured() -> Mailbox | None:
    """The mailbox of this installation; None when none is set."""
    known: dict[str, Any] = settings.IMAP
    if not known["host"]:
        return None
    return Mailbox(**known)


def owner() -> UUID | None:
    """The agency whose clients write to it: the one that is named, else the only one; else nobody's."""
    named = settings.IMAP_AGENCY
    with tenancy.every_agency():
        agencies = Agency.objects.order_by("founded_at")
        if named:
            agencies = agencies.filter(Q(name__iexact=named) | (Q(pk=key) if (key := _key(named)) else Q(pk=None)))
        found = list(agencies.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def address_of(agency_id: UUID) -> str:
    """Where answers to this agency's letters are read, which is entered: at its provider, else in the mailbox; empty
    when nowhere."""
    handed = mail_hook.of_agency()
    if handed and handed.replies:
        return handed.replies
    box = configured()
    return box.address if box and "@" in box.address and owner() == agency_id else ""


def _key(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None
