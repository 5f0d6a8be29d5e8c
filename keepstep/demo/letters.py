"""Letters that come in during the demo: read, kept and sorted as from a mailbox."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr

from django.utils.formats import date_format

from keepstep.demo.content import Content, Letter
from keepstep.domain.agency.agency import Agency
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import Update
from keepstep.intake.mail import receipt, sorting

QUOTED = 12
"""So many lines of ours stand under an answer to them."""


def come(
    agency: Agency, content: Content, letter: Letter, *, at: datetime, answers: Update | SalesLetter | None = None
) -> None:
    """The letter is received and sorted at once; under a letter of ours it goes where that one says."""
    raw = _written(content, letter, at=at, answers=answers).as_bytes()
    kept = receipt.receive(agency.pk, raw, mailbox=content.mailbox, at=at)
    if kept:
        sorting.sort(kept.pk, at=at)


def _written(content: Content, letter: Letter, *, at: datetime, answers: Update | SalesLetter | None) -> EmailMessage:
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
        message.replace_header("Subject", f"Re: {answers.subject.removeprefix('Re: ')}")
        message["In-Reply-To"] = _id_of(answers)
        day = answers.day if isinstance(answers, Update) else answers.queued_at.date()
        head = content.talk.wrote.format(when=date_format(day, "j E Y"), who=content.agency)
        words += "\n\n" + "\n".join([head, *(f"> {line}" for line in answers.body.splitlines()[:QUOTED])])
    message.set_content(words)
    return message


def _id_of(ours: Update | SalesLetter) -> str:
    if isinstance(ours, SalesLetter):
        return ours.message_id
    return str(Sending.objects.filter(update=ours).order_by("pk").values_list("message_id", flat=True)[0])
