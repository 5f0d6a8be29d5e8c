"""Corrections: what was wrong in an update that has left is put right by a letter that follows it, in its thread.

A correction is an update of the same day that names the one it corrects. It is no further daily update: it keeps no
day of its own, and the next draft still tells what moved since the update itself.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.talk import enclosure, sending, unsent
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import NothingToSay, Update


class NobodyHasIt(Exception):
    """There is nobody to be corrected to."""

    def __init__(self) -> None:
        super().__init__(_("Nobody has got this update: there is nothing to correct."))


def readers(update: Update) -> ContactQuerySet:
    """Who has got the update, or may have, and can still be written to."""
    sent = Sending.objects.filter(update=update, contact=OuterRef("pk"), failed_at=None, withdrawn_at=None)
    return Contact.objects.reachable().filter(Exists(sent))


def send(
    update: Update,
    *,
    draft: UUID,
    language: str,
    subject: str,
    body: str,
    by: Person | None,
    at: datetime,
    others: Mapping[str, Wording] = MappingProxyType({}),
    wait: timedelta = timedelta(),
    enclosed: Sequence[Enclosure] = (),
) -> Update:
    """Write the correction and its sendings, to whoever has got what was wrong; from one draft it is written once.

    Raises NothingToSay, NobodyHasIt, AlreadySent, NotAtHand.
    """
    if not all(text.strip() for text in (body, *(one.body for one in others.values()))):
        raise NothingToSay
    told = list(readers(update))
    if not told:
        raise NobodyHasIt
    correction = Update(
        id=draft,
        account=update.account,
        day=update.day,
        language=language,
        subject=subject.strip(),
        body=body.strip(),
        others={key: Wording(one.subject.strip(), one.body.strip())._asdict() for key, one in others.items()},
        by=by,
        written_at=at,
        corrects=update,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                correction.save(force_insert=True)
        except IntegrityError as why:
            raise AlreadySent from why
        Sending.objects.bulk_create(sending.to_each(told, at=at, wait=wait, update=correction))
        enclosure.put(enclosed, update=correction)
        unsent.drop(update.account, day=update.day, corrects=update)
    return correction
