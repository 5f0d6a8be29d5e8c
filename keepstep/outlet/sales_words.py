"""What a letter to a lead, or of a deal, says, by mail and in Telegram alike: our words, and the link beneath."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.sales.sales_letter import SalesLetter


def body(known: SalesLetter, *, signed: str) -> str:
    """In Markdown, and not signed yet."""
    words = known.body.rstrip().removesuffix(signed).rstrip()
    if not known.secret:
        return words
    with translation.override(known.language):
        return f"{words}\n\n[{_label(known)}]({_address(known)})"


def _label(known: SalesLetter) -> str:
    return _("Open the proposal") if known.proposal_id else _("Answer the questions")


def _address(known: SalesLetter) -> str:
    name = "client_proposal" if known.proposal_id else "client_brief"
    return str(settings.SITE_URL + reverse(name, args=[known.secret]))
