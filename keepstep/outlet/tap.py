"""The links under a letter by which its reader marks it: signed, for this reader and this update, for thirty days.

The signature is the whole secret: nothing is kept. A link opens a page on which a person still has to press a button.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

TAP_LIFE = timedelta(days=30)
SALT = "keepstep.tap"


class Tap(NamedTuple):
    """Whose letter it was under."""

    agency: UUID
    sending: UUID


def token(tap: Tap, *, at: datetime) -> str:
    until = int((at + TAP_LIFE).timestamp()).to_bytes(5, "big")
    packed = base64.urlsafe_b64encode(tap.agency.bytes + tap.sending.bytes + until).decode().rstrip("=")
    return Signer(salt=SALT).sign(packed)


def read(words: str, *, at: datetime) -> Tap | None:
    """What the token says; None if it is forged or has expired."""
    try:
        packed = Signer(salt=SALT).unsign(words)
        facts = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (BadSignature, binascii.Error):
        return None
    if int.from_bytes(facts[32:], "big") <= at.timestamp():
        return None
    return Tap(UUID(bytes=facts[:16]), UUID(bytes=facts[16:32]))


def address(tap: Tap, *, at: datetime) -> str:
    """The full address of the page; `?said=useful` chooses beforehand."""
    return settings.SITE_URL + reverse("mark", args=[token(tap, at=at)])
