"""The mail that lets a client into the portal; to an address nobody is known at, none is sent."""

from datetime import datetime
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.clients import portal_link
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.portal_link import PortalLink


def link(token: str) -> str:
    """The full address behind which the token lets its reader in."""
    return settings.SITE_URL + reverse("portal_let_in", args=[token])


def send(link_id: UUID, *, at: datetime) -> None:
    """Answer whoever asked; a link that was used meanwhile stays used."""
    asked = PortalLink.objects.filter(pk=link_id, used_at=None).first()
    readers = portal_link.readers(asked.address) if asked else []
    if asked and readers:
        _letter(readers, address=asked.address, token=portal_link.arm(asked, at=at)).send()
    portal_link.forget(at=at)


def _letter(readers: list[Contact], *, address: str, token: str) -> EmailMessage:
    """In the reader's language, from the agency where it is but one."""
    reader, agencies = readers[0], list({contact.agency_id: contact.agency.name for contact in readers}.values())
    words = {"name": reader.name, "agencies": ", ".join(agencies), "link": link(token)}
    with translation.override(reader.language):
        return EmailMessage(
            subject=_("Your link to %(agencies)s") % words,
            body=_(
                "Hello %(name)s,\n\nopen this link to see your projects at %(agencies)s. It works once, for half an"
                " hour:\n\n%(link)s\n\nIf you did not ask for it, nothing needs to be done."
            )
            % words,
            from_email=formataddr((", ".join(agencies), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[address],
            headers={"Auto-Submitted": "auto-replied"},
        )
