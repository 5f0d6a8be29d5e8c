"""Receipt: a letter is kept as it came, together with the job that sorts it; whatever comes twice is kept once."""

import hashlib
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency import store
from keepstep.domain.talk.incoming import WORDS, Fate, Incoming
from keepstep.intake import jobs
from keepstep.intake.mail.mail import Mail, read
from keepstep.postgres import tenancy


def receive(
    agency_id: UUID, raw: bytes, *, mailbox: str, number: int | None = None, size: int | None = None, at: datetime
) -> Incoming | None:
    """Keep the letter for its agency and ask for it to be sorted; None if it is known already.

    `size` is its true size where `raw` is only its beginning.
    """
    mail = read(raw)
    letter = Incoming(
        mailbox=mailbox,
        number=number,
        likeness=likeness(mail, raw),
        digest=store.keep(raw, agency_id=agency_id),
        size=size or len(raw),
        came_at=at,
        sender=mail.sender[:254],
        sender_name=mail.sender_name[:200],
        subject=mail.subject[:300],
        message_id=mail.message_id,
        answers=list(mail.answers),
        words=mail.words[:WORDS],
    )
    with tenancy.entered(agency_id):
        if not _is_new(letter):
            return None
        jobs.sort_letter.defer(agency_id=str(agency_id), letter_id=str(letter.pk))
    return letter


def receive_unread(
    agency_id: UUID, raw: bytes, *, mailbox: str, number: int | None = None, size: int | None = None, at: datetime
) -> Incoming | None:
    """Keep a letter that nothing can be made of: a person looks at it."""
    digest = store.keep(raw, agency_id=agency_id)
    letter = Incoming(
        mailbox=mailbox, number=number, likeness=digest, digest=digest, size=size or len(raw), came_at=at,
        fate=Fate.UNSORTED,
    )  # fmt: skip
    with tenancy.entered(agency_id):
        return letter if _is_new(letter) else None


def _is_new(letter: Incoming) -> bool:
    Incoming.objects.bulk_create([letter], ignore_conflicts=True)
    return Incoming.objects.filter(pk=letter.pk).exists()


def likeness(mail: Mail, raw: bytes) -> str:
    """The same for copies of one letter that came by several ways; an id alone is not believed."""
    if not mail.message_id:
        return hashlib.sha256(raw).hexdigest()
    digests = (store.digest_of(one.content) for one in mail.enclosures)
    told = (mail.message_id, mail.sender, str(mail.at), mail.text, *digests)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
