"""Reply addresses: where a client's answer to one of our letters goes, so that it finds its letter by itself.

`reply+TOKEN@…`: the token is the letter's key and a signature of it, in letters and digits that survive any program.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

SIGNED = 10
"""Bytes of the signature: 80 bits, as a mailbox's name ends at 64 characters (RFC 5321 §4.5.3.1)."""
LENGTH = 42


def reply_address(sending_id: UUID, *, mailbox: str) -> str:
    """The mailbox's address with the token of this sending in it (RFC 5233)."""
    name, _at, domain = mailbox.rpartition("@")
    return f"{name}+{token(sending_id)}@{domain}"


def token(sending_id: UUID) -> str:
    packed = sending_id.bytes + _signature(sending_id)
    return base64.b32encode(packed).decode().rstrip("=").lower()


def sendings_in(addresses: Iterable[str]) -> list[UUID]:
    """The sendings to whose letters these addresses are the answer; forged tokens are nobody's."""
    tokens = (address.rpartition("@")[0].rpartition("+")[2] for address in addresses)
    return list(dict.fromkeys(key for said in tokens if (key := _key(said)) is not None))


def _key(said: str) -> UUID | None:
    if len(said) != LENGTH or not said.isascii():
        return None
    try:
        packed = base64.b32decode(said.upper() + "=" * (-LENGTH % 8))
    except ValueError:
        return None
    key = UUID(bytes=packed[:16])
    return key if hmac.compare_digest(token(key), said.lower()) else None


def _signature(sending_id: UUID) -> bytes:
    words = b"reply:" + sending_id.bytes
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).digest()[:SIGNED]
