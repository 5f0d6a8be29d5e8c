"""Answers by mail: can the mailbox be read, and is it known whose clients write there?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency import mailbox
from keepstep.intake.mail import line


def answers() -> Iterator[Finding]:
    """The mailbox that clients' answers come to."""
    box = mailbox.configured()
    if box is None:
        yield Finding(_("answers"), State.NOTE, _("No mailbox is read: answers go to whoever wrote."))
        return
    try:
        with line.opened(box, patience=10):
            yield Finding(_("answers"), State.WELL, _("%(mailbox)s can be read.") % {"mailbox": box.name})
    except line.OutOfReach as fault:
        mend = _("Set KEEPSTEP_IMAP_HOST, _PORT, _SECURITY, _USER, _PASSWORD and _FOLDER.")
        yield Finding(_("answers"), State.BROKEN, f"{box.name}: {fault}", mend)
    if "@" not in box.address:
        mend = _("Set KEEPSTEP_IMAP_ADDRESS.")
        yield Finding(_("answers"), State.BROKEN, _("The address of the mailbox is not known."), mend)


def whose(_at: datetime) -> Iterator[Finding]:
    """Where several agencies live, one is named."""
    if mailbox.configured() and mailbox.owner() is None:
        mend = _("Set KEEPSTEP_IMAP_AGENCY to the name of the agency.")
        yield Finding(_("answers"), State.BROKEN, _("It is not known which agency the mailbox belongs to."), mend)
