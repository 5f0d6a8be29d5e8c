"""A letter as it came (RFC 5322), read defensively: whoever wrote it, nothing of it is believed and nothing raises."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from keepstep.intake.mail import header
from keepstep.intake.mail.automatic import is_automatic
from keepstep.intake.mail.body import Body, Enclosure, body
from keepstep.intake.mail.bounce import Bounce, bounce
from keepstep.intake.mail.charset import clean, decoded
from keepstep.intake.mail.new_words import new_words

RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


@dataclass(frozen=True)
class Mail:
    """`words` are what is new in `text`; `answers` the ids it answers, the nearest last; `at` the sender's clock."""

    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    answers: tuple[str, ...]
    at: datetime | None
    text: str
    words: str
    page: str
    enclosures: tuple[Enclosure, ...]
    is_automatic: bool
    bounce: Bounce | None


def read(raw: bytes) -> Mail:
    """The letter in these bytes; of one that cannot be taken apart, its bytes as text."""
    message, found = _taken_apart(raw)
    sender_name, sender = next(iter(header.addresses(message, "From", "Sender", "Reply-To")), ("", ""))
    subject = header.text(message, "Subject")
    returned = bounce(message, text=found.text)
    return Mail(
        sender=sender,
        sender_name=sender_name,
        to=tuple(dict.fromkeys(address for _name, address in header.addresses(message, *RECIPIENTS))),
        subject=subject,
        message_id=next(iter(header.message_ids(message, "Message-ID")), ""),
        answers=tuple(
            dict.fromkeys((*header.message_ids(message, "References"), *header.message_ids(message, "In-Reply-To")))
        ),
        at=header.moment(message),
        text=found.text,
        words=new_words(found.text, subject=subject),
        page=found.page,
        enclosures=found.enclosures,
        is_automatic=returned is None and is_automatic(message),
        bounce=returned,
    )


def _taken_apart(raw: bytes) -> tuple[Message, Body]:
    try:
        message: Message = message_from_bytes(raw)
        return message, body(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return _head_alone(raw), Body(text=clean(decoded(raw[:100_000], None)))


def _head_alone(raw: bytes) -> Message:
    return message_from_bytes(
        raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"multipart/", b"text/") + b"\n\n"
    )
