"""Bounces: what a mail server says of a letter of ours that it could not bring (RFC 3464, and the older free forms)."""

import re
from dataclasses import dataclass
from email.message import Message

from keepstep.intake.mail import header
from keepstep.intake.mail.body import parts, text_of
from keepstep.intake.mail.charset import clean

SERVERS = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mail\.daemon|daemon)@", re.IGNORECASE)
SUBJECT = re.compile(
    r"undeliver(?:ed|able)|undelivered mail returned|delivery (?:status notification|has failed|failure"
    r"|failed|incomplete)"
    r"|mail delivery (?:failed|failure|system)|failure notice|returned mail|returned to sender"
    r"|message (?:not delivered|undelivered)"
    r"|mail system error|delivery delayed|could not be delivered|не удается доставить|не удалось доставить"
    r"|не может быть доставлен"
    r"|недоставленн\w+ (?:сообщение|письмо|почта)|(?:сообщение|письмо) не доставлено|ошибка доставки|сбой доставки",
    re.IGNORECASE,
)
DELAY = re.compile(
    r"delay(?:ed)?\b|will (?:be )?(?:continue|retr)|still trying|not yet been delivered|no action is required"
    r"|задержан|ещё не доставлен|попытки .{0,40}продолж",
    re.IGNORECASE,
)
IDS_IN_TEXT = re.compile(r"^[>\s]*message-id:\s*(<[^<>\s]{1,198}>)", re.IGNORECASE | re.MULTILINE)
RECIPIENT_IN_TEXT = re.compile(r"<([^<>\s@]{1,64}@[^<>\s]{1,189})>")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
CODE = re.compile(r"\b([45])\d\d[ -]")
LONGEST_REASON = 400
FREE_FORM = 50_000


@dataclass(frozen=True)
class Bounce:
    """`ids` are Message-IDs of the letter that came back; a delay is not final."""

    is_final: bool
    recipient: str
    reason: str
    ids: tuple[str, ...]


def bounce(message: Message, *, text: str) -> Bounce | None:
    """What came back, or None if this is no server's word about a letter; `text` is the body as it reads."""
    if message.get_content_type() == "multipart/report" and _report_type(message) in {"delivery-status", ""}:
        return _report(message, text)
    sender = next((address for _name, address in header.addresses(message, "From")), "")
    is_server = bool(SERVERS.match(sender)) or header.text(message, "Return-Path") == "<>"
    failed = bool(header.text(message, "X-Failed-Recipients"))
    if not failed and not (is_server and SUBJECT.search(header.text(message, "Subject"))):
        return None
    return _free_form(message, text[:FREE_FORM])


def _report_type(message: Message) -> str:
    return str(message.get_param("report-type") or "").lower()


def _report(message: Message, text: str) -> Bounce | None:
    fields = [block for part in parts(message) if part.get_content_type() == "message/delivery-status"
              for block in parts(part) if block is not part]  # fmt: skip
    told = [block for block in fields if header.text(block, "Action")]
    if not told:
        return _free_form(message, text[:FREE_FORM]) if SUBJECT.search(header.text(message, "Subject")) else None
    worst = next((block for block in told if header.text(block, "Action").lower().startswith("failed")), told[0])
    said = header.text(worst, "Diagnostic-Code") or header.text(worst, "Status")
    recipient = header.text(worst, "Original-Recipient") or header.text(worst, "Final-Recipient")
    return Bounce(
        is_final=header.text(worst, "Action").lower().startswith("failed"),
        recipient=recipient.rpartition(";")[2].strip().strip("<>").lower()[:254],
        reason=re.sub(r"^[\w-]{1,20};\s*", "", said)[:LONGEST_REASON],
        ids=_returned(message) or tuple(IDS_IN_TEXT.findall(text[:FREE_FORM])),
    )


def _returned(message: Message) -> tuple[str, ...]:
    """The ids of the letter, or of its head, that the server gave back."""
    found: list[str] = []
    for part in parts(message):
        if part.get_content_type() == "message/rfc822":
            found += [
                key for child in parts(part) if child is not part for key in header.message_ids(child, "Message-ID")
            ]
        elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
            found += IDS_IN_TEXT.findall(clean(text_of(part)))
    return tuple(dict.fromkeys(found))


def _free_form(message: Message, text: str) -> Bounce:
    told = f"{header.text(message, 'Subject')}\n{text}"
    status = STATUS.search(text)
    code = CODE.search(text)
    is_later = (status[1][0] == "4" if status else False) or (not status and code is not None and code[1] == "4")
    recipients = header.addresses(message, "X-Failed-Recipients")
    named = RECIPIENT_IN_TEXT.search(text)
    return Bounce(
        is_final=not is_later and not (DELAY.search(told) and not (status and status[1][0] == "5")),
        recipient=(recipients[0][1] if recipients else named[1] if named else "").lower()[:254],
        reason=_reason(text)[:LONGEST_REASON],
        ids=_returned(message) or tuple(IDS_IN_TEXT.findall(text)),
    )


def _reason(text: str) -> str:
    """The line in which the server's answer stands, else the first one that says something."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    telling = (line for line in lines if STATUS.search(line) or CODE.search(line))
    return next(telling, lines[0] if lines else "")
