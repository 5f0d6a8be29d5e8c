"""Presses: what a button under an update says when it is pressed; Telegram carries 64 bytes of it."""

from typing import NamedTuple
from uuid import UUID


class Press(NamedTuple):
    """Under which sending it stands, and what it says: a word, or a mark from one to five."""

    sending: UUID
    said: str


def told(press: Press) -> str:
    return f"{press.sending.hex}:{press.said}"


def read(words: str) -> Press | None:
    """What was pressed; None where it is no button of ours."""
    key, _colon, said = words.partition(":")
    try:
        return Press(UUID(hex=key), said)
    except ValueError:
        return None
