"""What Today says of updates that go by themselves: beforehand when, or why not, and afterwards that they did."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.desk import Desk
from keepstep.duties.daily_update import DUTY
from keepstep.round.item import Listed
from keepstep.round.safety_net import LATE, Coming, Held, coming

HELD = {
    Held.KEPT: gettext_lazy("Does not go by itself: you have begun it."),
    Held.FAULT: gettext_lazy("Does not go by itself: a letter to this client has not arrived."),
    Held.LETTER: gettext_lazy("Does not go by itself: another letter is on its way."),
    Held.NOBODY: gettext_lazy("Does not go by itself: nobody there gets updates."),
    Held.NOTHING: gettext_lazy("Does not go by itself: there is nothing to tell yet."),
}


def itself(desk: Desk, found: Sequence[Listed], *, at: datetime) -> dict[str, str]:
    """By the item of a daily update, open or done, whatever is to be said."""
    updates = [one for one in found if one.duty == DUTY.code]
    today = desk.working_time.local_day(at)
    goes = coming([UUID(one.account_id) for one in updates if one.account_id and not one.closed_at], day=today, at=at)
    went = _went(desk, [one for one in updates if one.closed_at], today)
    said = {}
    for one in updates:
        key = UUID(one.account_id or "")
        if one.closed_at and key in went:
            said[one.id] = _("went out by itself")
        elif not one.closed_at and key in goes:
            said[one.id] = words(goes[key], at=at)
    return said


def words(one: Coming, *, at: datetime) -> str:
    if one.held:
        return str(HELD[one.held])
    if at >= one.at + LATE:
        return _("It did not go by itself at its hour, and will not today.")
    hour = time_format(timezone.localtime(one.at), "H:i")
    return _("Goes by itself at %(time)s unless you send it.") % {"time": hour}


def _went(desk: Desk, done: Sequence[Listed], today: date) -> set[UUID]:
    if not done:
        return set()
    sent = desk.updates().filter(by_itself=True, day=today, account__in=[one.account_id for one in done])
    return set(sent.values_list("account", flat=True))
