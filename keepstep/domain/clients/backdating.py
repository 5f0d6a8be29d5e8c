"""Back-dating: what has happened may be entered later, within the agency's tolerance and always visibly (§5.3)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from keepstep.domain.clients.account import Account
from keepstep.formulas.working_time import WorkingTime

MOST = timedelta(days=366)


class StillToCome(Exception):
    """Only what has happened is a fact."""

    def __init__(self) -> None:
        super().__init__(_("That is still to come: enter it when it has happened."))


class TooLongAgo(Exception):
    """The moment lies further back than the agency allows."""

    def __init__(self, tolerance: int) -> None:
        words = ngettext(
            "Too long ago: entered late is allowed for %(n)s working day back.",
            "Too long ago: entered late is allowed for %(n)s working days back.",
            tolerance,
        )
        super().__init__(words % {"n": tolerance} if tolerance else _("Too long ago: only today can be entered."))
        self.tolerance = tolerance


def check(account: Account, *, at: datetime, said_at: datetime | None) -> None:
    """`said_at` is when it is entered, None if as it happens. Raises StillToCome or TooLongAgo."""
    if said_at is None:
        return
    if at > said_at:
        raise StillToCome
    tolerance = account.agency.tolerance
    if said_at - at > MOST or late_by(at, said_at, time=account.working_time()) > tolerance:
        raise TooLongAgo(tolerance)


def late_by(at: datetime, said_at: datetime, *, time: WorkingTime) -> int:
    """How many working days after it happened it was entered."""
    return time.days_between(time.local_day(at), time.local_day(said_at))
