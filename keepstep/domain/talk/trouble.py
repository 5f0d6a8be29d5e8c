"""Sendings refused or doubtful: what a person, who alone may know what became of them, does about it (§5.2)."""

from datetime import datetime

from keepstep.domain.agency import part
from keepstep.domain.agency.person import Person
from keepstep.domain.talk import sending as sendings
from keepstep.domain.talk.sending import Sending


def arrived(sending: Sending, *, by: Person, at: datetime) -> bool:
    """A person knows that a doubtful sending came through; False if somebody has settled it before. Of one in parts
    that goes for the part that was under way: what is left of it goes on."""
    doubtful = part.under_way(sending, sending.parts.all())
    if doubtful.exists():
        return again(sending, at=at) and doubtful.update(arrived_at=at) == 1
    if not _settle(sending, by=by, at=at):
        return False
    Sending.objects.filter(pk=sending.pk).update(failed_at=None)
    return sendings.deliver(sending, at=sending.handed_at or at)


def go_another_way(sending: Sending, *, by: Person, at: datetime) -> Sending | None:
    """What was refused goes to the same reader by their other channel, once; None if there is none, it went by it
    already, or somebody has settled it before."""
    channel = sending.contact.way_beside(sending.channel)
    if channel is None or sending.failed_at is None:
        return None
    said = {"update": sending.update, "letter": sending.letter}
    if Sending.objects.filter(**said, contact=sending.contact, channel=channel).exists():
        return None
    if not _settle(sending, by=by, at=at):
        return None
    made = sendings.to(sending.contact, channel=channel, at=at, **said)
    made.save(force_insert=True)
    return made


def give_up(sending: Sending, *, by: Person, at: datetime) -> bool:
    """A person leaves it at that: this contact does not get this letter."""
    return _settle(sending, by=by, at=at)


def again(sending: Sending, *, at: datetime) -> bool:
    """A person is sure that it has not arrived: to the contact's present address once more; parts that arrived stay."""
    fresh = {"taken_at": None, "handed_at": None, "failed_at": None, "attempts": 0, "next_try_at": at, "fault": ""}
    stuck = Sending.objects.troubled(at).filter(pk=sending.pk)
    return stuck.update(**fresh, address=sendings.address_of(sending.contact, sending.channel)) == 1


def _settle(sending: Sending, *, by: Person, at: datetime) -> bool:
    return Sending.objects.troubled(at).filter(pk=sending.pk).update(settled_at=at, settled_by=by) == 1
