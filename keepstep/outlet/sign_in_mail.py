"""The mail that carries a sign-in link."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from keepstep.domain.agency.login import Login


def link(token: str) -> str:
    """The full address behind which the token signs its reader in."""
    return settings.SITE_URL + reverse("sign_in_with", args=[token])


def send_link(login: Login, *, token: str) -> None:
    """At once and in the reader's language: whoever asked is waiting in front of the page."""
    words = _(
        "Open this link to sign in to Keepstep. It works once, for half an hour:\n\n%(link)s\n\n"
        "If you did not ask for it, nothing needs to be done."
    )
    send_mail(_("Your sign-in link"), words % {"link": link(token)}, settings.DEFAULT_FROM_EMAIL, [login.email])
