"""Signatures as the Standard Webhooks have them: of the delivery's id, its moment and its body, with a shared token.

https://www.standardwebhooks.com
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

PREFIX, VERSION = "whsec_", "v1"
SHORTEST, LONGEST = 24, 64
"""In bytes of the key, without the prefix and as it is before it is written in Base64."""
TOLERANCE = timedelta(minutes=5)
"""Between their clock and ours; what is older may be a replay."""


class NotAToken(Exception):
    """It does not begin as tokens do, or what follows is no key in Base64."""


def key_of(token: str) -> bytes:
    """The key that a token spells. Raises NotAToken."""
    try:
        key = base64.b64decode(token.removeprefix(PREFIX), validate=True)
    except ValueError as why:
        raise NotAToken from why
    if not token.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise NotAToken
    return key


def is_signed(headers: Mapping[str, str], body: bytes, *, token: str, at: datetime) -> bool:
    """Whether whoever sent this knows the token, and sent it now; one of several signatures is enough, so that a token
    can be changed without a gap."""
    sent = headers.get("webhook-timestamp", "")
    if not _is_now(sent, at):
        return False
    signed = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
    made = base64.b64encode(hmac.new(key_of(token), signed, hashlib.sha256).digest())
    expected = f"{VERSION},".encode() + made
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(one.encode(errors="replace"), expected) for one in given)


def _is_now(sent: str, at: datetime) -> bool:
    """A moment in whole seconds since 1970."""
    return sent.isascii() and sent.isdigit() and abs(int(sent[:20]) - at.timestamp()) <= TOLERANCE.total_seconds()
