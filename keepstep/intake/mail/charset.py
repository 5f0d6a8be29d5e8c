"""Bytes to text, whatever the sender's program claims about them."""

import codecs
import re

# A text of PostgreSQL holds no NUL, no half characters; other control characters are nobody's words.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
RUSSIAN = ("windows-1251", "koi8-r", "cp866", "iso8859-5")
FREQUENT = frozenset("оеаинтсрвл")
ANYTHING_FITS = {"iso8859-1", "cp1252", "latin-1"}


def decoded(data: bytes, claimed: str | None) -> str:
    """The text of these bytes: as claimed if that holds, else UTF-8, else the likeliest Russian charset."""
    name = _known(claimed)
    if name in ANYTHING_FITS and not data.isascii():
        # These read every byte as something; programs claim them for text that is UTF-8.
        name = None if _reads(data, "utf-8") else name
    for charset in (name, "utf-8"):
        if charset and _reads(data, charset):
            return data.decode(charset)
    return data.decode(_likeliest(data), errors="replace")


def clean(text: str) -> str:
    """What a page and the database can hold, with one kind of line end and one kind of space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u2028", "\n")
    return INVISIBLE.sub("", UNWANTED.sub("", text))


def _known(claimed: str | None) -> str | None:
    try:
        return codecs.lookup((claimed or "").strip().strip("'\"")).name if claimed else None
    except (LookupError, ValueError):
        return None


def _reads(data: bytes, charset: str) -> bool:
    try:
        return isinstance(data.decode(charset), str)
    except (LookupError, ValueError, TypeError):
        return False


def _likeliest(data: bytes) -> str:
    """The charset in which most letters are the frequent small ones."""
    sample = data[:20_000]
    return max(RUSSIAN, key=lambda name: sum(letter in FREQUENT for letter in sample.decode(name, errors="replace")))
