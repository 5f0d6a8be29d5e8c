"""Receipt: a letter is kept as it came, together with the job that sorts it; whatever comes twice is kept once."""

import hashlib
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency import store
from keepstep.domain.talk.incoming import WORDS, Incoming
from keepstep.intake import jobs
from keepstep.intake.mail.mail import Mail, read
from keepstep.postgres import tenancy

BIGGEST = 40 * 1024 * 1024


def receive(agency_id: UUID, raw: bytes, *, mailbox: str, number: int | None = None, at: datetime) -> Incoming | None:
    """Keep the letter for its agency and ask for it to be sorted; None if it is known already."""
    mail = read(raw)
    letter = Incoming(
        mailbox=mailbox,
        number=number,
        likeness=likeness(mail, raw),
        digest=store.keep(raw, agency_id=agency_id),
        size=len(raw),
        came_at=at,
        sender=mail.sender[:254],
        sender_name=mail.sender_name[:200],
        subject=mail.subject[:300],
        message_id=mail.message_id,
        answers=list(mail.answers),
        words=mail.words[:WORDS],
    )
    with tenancy.entered(agency_id):
        Incoming.objects.bulk_create([letter], ignore_conflicts=True)
        if not Incoming.objects.filter(pk=letter.pk).exists():
            return None
        jobs.sort_letter.defer(agency_id=str(agency_id), letter_id=str(letter.pk))
    return letter


def likeness(mail: Mail, raw: bytes) -> str:
    """The same for copies of one letter that came by several ways; an id alone is not believed."""
    if not mail.message_id:
        return hashlib.sha256(raw).hexdigest()
    digests = (store.digest_of(one.content) for one in mail.enclosures)
    told = (mail.message_id, mail.sender, str(mail.at), mail.text, *digests)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
