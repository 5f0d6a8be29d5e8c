"""Header fields as text: encoded words, raw bytes and what was meant as a second field are all made harmless."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from keepstep.intake.mail.charset import clean, decoded

LONGEST = 2000
MOST_ADDRESSES, MOST_IDS = 100, 60
ADDRESS = re.compile(r"[^@\s<>\"(),:;]{1,64}@[^@\s<>\"(),:;]{1,189}")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,198}>")
EARLIEST = 1990


def raw(part: Message, name: str) -> list[str]:
    """The fields of this name as they came, bytes that are no ASCII as surrogates."""
    wanted = name.lower()
    return [str(value) for field, value in part.raw_items() if field.lower() == wanted]


def text(part: Message, name: str) -> str:
    """The first field of this name on one line; empty when there is none."""
    found = raw(part, name)
    return words(found[0]) if found else ""


def words(value: str) -> str:
    """A field's value, decoded (RFC 2047), on one line and of bounded length."""
    value = value[: LONGEST * 8]
    if not value.isascii():
        value = decoded(value.encode("utf-8", "surrogateescape"), None)
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        pieces = [(value, None)]
    said = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces)
    return " ".join(clean(said).split())[:LONGEST]


def addresses(part: Message, *names: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of everybody in these fields; addresses in small letters, whatever is none left out."""
    return tuple(_people(part, names))[:MOST_ADDRESSES]


def _people(part: Message, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in raw(part, name):
            # Names are decoded after the field is taken apart: an encoded name may hold a comma or an address.
            for said, address in getaddresses([" ".join(value[: LONGEST * 8].split())]):
                if found := ADDRESS.fullmatch(words(address)):
                    yield words(said), found[0].lower()


def message_ids(part: Message, *names: str) -> tuple[str, ...]:
    """Every id in these fields, the last named last, each once."""
    found = [key for name in names for value in raw(part, name) for key in MESSAGE_ID.findall(value)]
    return tuple(dict.fromkeys(clean(key) for key in found))[-MOST_IDS:]


def moment(part: Message) -> datetime | None:
    """When it was written, as the sender's clock says; None when that is no date."""
    try:
        at = parsedate_to_datetime(text(part, "Date"))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.astimezone(UTC) if at.year >= EARLIEST else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
