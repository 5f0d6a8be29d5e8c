"""A digest that does not come through, in words: what happened to it, and what to do about it."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.agency.digest import Digest


class Fault(NamedTuple):
    """`mend` is what to do; for whom the letter was is known where it is shown."""

    words: str
    mend: str


def told(digest: Digest) -> Fault:
    """In the time zone and the language that are active."""
    said = {"moment": _moment(digest.queued_at), "address": digest.person.email, "fault": digest.fault}
    if digest.failed_at:
        return Fault(
            _("The letter of %(moment)s to %(address)s was refused: %(fault)s") % said,
            _("See that this mailbox exists and takes letters; the next thing to tell is mailed anew."),
        )
    if digest.handed_at:
        return Fault(
            _("Nobody knows whether the letter of %(moment)s to %(address)s has arrived: the line broke.") % said,
            _("Look into the mailbox; it is not sent twice. The next thing to tell is mailed anew."),
        )
    words = _("The letter of %(moment)s to %(address)s has not left yet: %(fault)s") if digest.fault else None
    mend = _("It is tried again by itself. `keepstep doctor` says what the mail server answers.")
    return Fault((words or _("The letter of %(moment)s to %(address)s has not left yet.")) % said, mend)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j E, H:i")
