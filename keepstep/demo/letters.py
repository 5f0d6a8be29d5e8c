"""Letters that come in during the demo: read, kept and sorted as from a mailbox."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr

from django.utils.formats import date_format

from keepstep.demo.content import Content, Letter
from keepstep.domain.agency.agency import Agency
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import Update
from keepstep.intake.mail import receipt, sorting

QUOTED = 12
"""So many lines of ours stand under an answer to them."""


def come(agency: Agency, content: Content, letter: Letter, *, at: datetime, answers: Update | None = None) -> None:
    """The letter is received and sorted at once; under an update it goes where that one says."""
    raw = _written(content, letter, at=at, answers=answers).as_bytes()
    kept = receipt.receive(agency.pk, raw, mailbox=content.mailbox, at=at)
    if kept:
        sorting.sort(kept.pk, at=at)


def _written(content: Content, letter: Letter, *, at: datetime, answers: Update | None) -> EmailMessage:
    # In one line each: where Python folds a header between two encoded words, it loses the space between them.
    message = EmailMessage(policy=default.clone(max_line_length=998))
    message["From"] = formataddr((letter.sender_name, letter.sender))
    message["To"] = formataddr((content.agency, content.mailbox))
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{at:%Y%m%d%H%M}.{letter.sender}>"
    if letter.is_automatic:
        message["Auto-Submitted"] = "auto-replied"
    words = letter.words
    if answers:
        ours = Sending.objects.filter(update=answers).order_by("pk")[:1].get()
        message.replace_header("Subject", f"Re: {answers.subject}")
        message["In-Reply-To"] = ours.message_id
        head = content.talk.wrote.format(when=date_format(answers.day, "j E Y"), who=content.agency)
        words += "\n\n" + "\n".join([head, *(f"> {line}" for line in answers.body.splitlines()[:QUOTED])])
    message.set_content(words)
    return message
