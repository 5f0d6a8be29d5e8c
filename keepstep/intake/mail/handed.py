"""A letter as a mail provider hands it over: as `message/rfc822`, or in the field `raw` of a JSON object."""

import base64
import binascii

from keepstep.intake.letter import BrokenBody, payload_of

PLACES = ("raw", "raw_mime", "email", "message")
"""What providers call the field."""


def letter(body: bytes, *, content_type: str) -> bytes:
    """The bytes of the message. Raises BrokenBody."""
    if content_type != "application/json":
        if b":" not in body[:2000]:
            raise BrokenBody
        return body
    payload = payload_of(body)
    said = next((payload[place] for place in PLACES if isinstance(payload.get(place), str)), "")
    if not said.strip():
        raise BrokenBody
    is_packed = payload.get("encoding") == "base64" or ":" not in said[:2000]
    return _unpacked(said) if is_packed else said.encode()


def _unpacked(said: str) -> bytes:
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError) as why:
        raise BrokenBody from why
