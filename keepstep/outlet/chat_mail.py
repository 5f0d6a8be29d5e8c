"""The letter that invites a contact to Telegram, with a link that is theirs alone."""

from datetime import datetime
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import telegram_bot
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact import Contact


def send(contact_id: UUID, *, at: datetime) -> None:
    """In the agency the session is in; nothing where the contact has left meanwhile, or the bot is gone."""
    found = Contact.objects.present().exclude(email="").select_related("agency").filter(pk=contact_id).first()
    bot = telegram_bot.of_agency()
    if found is None or bot is None:
        return
    _letter(found, link=bot.link(contact_chat.ask(found, at=at))).send()


def _letter(contact: Contact, *, link: str) -> EmailMessage:
    words = {"name": contact.name, "agency": contact.agency.name, "link": link}
    with translation.override(contact.language):
        return EmailMessage(
            subject=_("%(agency)s in Telegram") % words,
            body=_(
                "Hello %(name)s,\n\nyou can get our updates in Telegram and answer there. Open this link and press"
                " Start; it is for you alone and works once, within a week:\n\n%(link)s\n\n%(agency)s"
            )
            % words,
            from_email=formataddr((contact.agency.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[formataddr((contact.name, contact.email))],
        )
