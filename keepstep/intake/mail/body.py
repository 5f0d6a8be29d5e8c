"""The body of a letter: its text, its page, and what is enclosed."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html import escape

from keepstep.intake.mail import header
from keepstep.intake.mail.charset import clean, decoded
from keepstep.intake.mail.page_text import page_text

DEEPEST, MOST_PARTS = 30, 300
LONGEST = 2_000_000


@dataclass(frozen=True)
class Enclosure:
    """Something enclosed: the name and kind its sender gave it, neither to be believed.

    `is_drawn` is whether the page shows it in itself, as it does the logo of a signature."""

    name: str
    kind: str
    content: bytes
    is_drawn: bool = False


@dataclass(frozen=True)
class Body:
    """`text` is what is read: the plain part, else the page's words. `page` is HTML as it came, or empty."""

    text: str = ""
    page: str = ""
    enclosures: tuple[Enclosure, ...] = ()


def body(message: Message) -> Body:
    """Whatever can be read of the message; a part that cannot be is left out."""
    return _of(message, 0)


def parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part, the outer ones first, as far as any honest letter goes."""
    yield message
    for child in _children(message) if depth < DEEPEST else ():
        yield from parts(child, depth + 1)


def payload(part: Message) -> bytes:
    """The bytes of a leaf, its transfer encoding undone as far as it can be."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError):
        found = None
    if isinstance(found, bytes):
        return found
    said = part.get_payload()
    return said.encode("utf-8", "surrogateescape") if isinstance(said, str) else b""


def text_of(part: Message) -> str:
    return clean(decoded(payload(part)[:LONGEST], _charset(part)))


def _charset(part: Message) -> str | None:
    try:
        found = part.get_param("charset")
    except (ValueError, TypeError, LookupError):
        return None
    said = found[2] if isinstance(found, tuple) else found
    return str(said) if said else None


def _children(part: Message) -> list[Message]:
    found = part.get_payload()
    return [child for child in found[:MOST_PARTS] if isinstance(child, Message)] if isinstance(found, list) else []


def _of(part: Message, depth: int) -> Body:
    kind = part.get_content_type()
    if depth > DEEPEST:
        return Body()
    if kind == "multipart/alternative":
        return _best([_of(child, depth + 1) for child in _children(part)])
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        return _joined([_of(child, depth + 1) for child in _children(part)])
    name = _name(part)
    is_words = kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment"
    if is_words and kind == "text/html":
        page = text_of(part)
        return Body(text=page_text(page), page=page)
    if is_words:
        return Body(text=_flowed(part, text_of(part)))
    if kind == "message/delivery-status" or (depth == 0 and not name and not payload(part)):
        return Body()
    is_drawn = part.get_content_maintype() == "image" and bool(part.get("Content-ID"))
    return Body(enclosures=(Enclosure(name or _usual_name(kind), kind, _content(part), is_drawn),))


def _best(choices: list[Body]) -> Body:
    """The plainest that says something; the page of whichever has one; enclosures of all."""
    spoken = [choice for choice in choices if choice.text.strip()]
    pages = [choice.page for choice in choices if choice.page]
    enclosures = tuple(one for choice in choices for one in choice.enclosures)
    text = next((choice.text for choice in spoken if not choice.page and not _is_stub(choice.text, choices)), None)
    return Body(text if text is not None else spoken[-1].text if spoken else "", pages[-1] if pages else "", enclosures)


def _is_stub(text: str, choices: list[Body]) -> bool:
    """Some programs put a notice, or the page's source, where the plain text belongs."""
    page = next((choice.text for choice in choices if choice.page), "")
    is_source = text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<div", "<body", "<p>"))
    is_notice = len(text) < 200 and "html" in text.lower() and len(page) > len(text)
    return bool(page) and (is_source or is_notice)


def _joined(pieces: list[Body]) -> Body:
    spoken = [piece for piece in pieces if piece.text.strip()]
    page = ""
    if any(piece.page for piece in spoken):
        page = "\n".join(piece.page or f"<pre>{escape(piece.text)}</pre>" for piece in spoken)
    enclosures = tuple(one for piece in pieces for one in piece.enclosures)
    return Body("\n\n".join(piece.text.strip("\n") for piece in spoken), page, enclosures)


def _flowed(part: Message, text: str) -> str:
    """RFC 3676: a line that ends with a space goes on in the next; the line above a signature does not."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    drops = str(part.get_param("delsp") or "").lower() == "yes"
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ") if depth or line.startswith(" ") else line
        if flows and lines and _depth(lines[-1]) == depth and words != "-- ":
            lines[-1] = (lines[-1][:-1] if drops else lines[-1]) + words
        else:
            lines.append(">" * depth + (" " if depth and words else "") + words)
        flows = words.endswith(" ") and words != "-- "
    return "\n".join(line if line == "-- " else line.rstrip() for line in lines)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def _name(part: Message) -> str:
    """The name of a file, by RFC 2231 or as an encoded word, on one line."""
    try:
        found = part.get_filename()
    except (ValueError, TypeError, LookupError):
        found = None
    return header.words(found)[:200] if found else ""


def _usual_name(kind: str) -> str:
    return {"message/rfc822": "letter.eml", "text/calendar": "invitation.ics", "text/html": "page.html"}.get(
        kind, kind.replace("/", ".")
    )


def _content(part: Message) -> bytes:
    children = _children(part)
    if not children:
        return payload(part)
    try:
        return b"\n".join(child.as_bytes() for child in children)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""
