"""Figures as people say them; each is put into words once a page, however many rows say the same."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from keepstep.domain.clients import backdating
from keepstep.domain.clients.account import State
from keepstep.domain.delivery.movement import Hands
from keepstep.domain.delivery.pause import last_day
from keepstep.formulas.working_time import WorkingTime

HOUR, DAY = 60, 480
"""In minutes of working time."""


def state(code: str) -> str:
    """An account's state."""
    return _state(code, get_language())


def working_days(n: int) -> str:
    return _working_days(n, get_language())


def entered(at: datetime, said_at: datetime | None, time: WorkingTime) -> str:
    """§5.3: whatever was entered later than it happened says so."""
    return _entered(backdating.late_by(at, said_at, time=time), get_language()) if said_at else ""


def silence(n: int | None) -> str:
    """Working days since the client last heard from us; None is never."""
    return _silence(n, get_language())


def last_word(n: int | None) -> str:
    """The same as a sentence of its own, where no heading says what is counted."""
    return _last_word(n, get_language()) if n else silence(n)


def stall(n: int) -> str:
    return _stall(n, get_language()) if n else ""


def worked(span: timedelta) -> str:
    """Working time, in the largest unit that says it well; a working day is eight hours of it."""
    return _worked(round(span.total_seconds() / 60), get_language())


def hours(span: timedelta) -> str:
    """Working time in hours, however many."""
    return _hours(round(span.total_seconds() / 60), get_language())


def reacted(waited: timedelta, *, is_taken: bool) -> str:
    """The clock of reaction: after how long somebody took the case, or for how long nobody has."""
    if not is_taken:
        return _("nobody for %(hours)s") % {"hours": hours(waited)}
    return _("taken after %(hours)s") % {"hours": hours(waited)} if waited else _("taken at once")


def moved(stood: timedelta, whole: timedelta) -> str:
    """The clock of movement: for how long nothing has moved, or how long ago something did within the `whole`."""
    if stood < whole:
        return _("moved %(hours)s ago") % {"hours": hours(stood)}
    return _("no move for %(hours)s") % {"hours": hours(stood)}


def period(first: date | None, last: date | None) -> str:
    """Both days included."""
    began = date_format(first, "DATE_FORMAT") if first else ""
    ended = date_format(last, "DATE_FORMAT") if last else ""
    if began and ended:
        return f"{began} – {ended}"
    if began:
        return _("from %(day)s on") % {"day": began}
    return _("up to %(day)s") % {"day": ended} if ended else _("from the beginning")


def rest(until: datetime | None, zone: ZoneInfo) -> str:
    """Paused by agreement; the day named is the last one of the pause."""
    return _rest(last_day(until, zone) if until else None, get_language())


def hands(sides: Hands) -> str:
    return _hands(sides, get_language())


class Said:
    """The same for the rows of one page, all of which are in one language."""

    def __init__(self) -> None:
        self.state = cache(state)
        self.working_days = cache(working_days)
        self.silence = cache(silence)
        self.last_word = cache(last_word)
        self.stall = cache(stall)
        self.hands = cache(hands)


@cache
def _state(code: str, language: str) -> str:
    return str(State(code).label)


@cache
def _working_days(n: int, language: str) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}


@cache
def _entered(n: int, language: str) -> str:
    if n == 0:
        return _("entered later that day")
    return ngettext("entered %(n)s working day later", "entered %(n)s working days later", n) % {"n": n}


@cache
def _silence(n: int | None, language: str) -> str:
    if n is None:
        return _("not a word yet")
    return _("heard today") if n == 0 else _working_days(n, language)


@cache
def _last_word(n: int, language: str) -> str:
    return ngettext("last word %(n)s working day ago", "last word %(n)s working days ago", n) % {"n": n}


@cache
def _stall(n: int, language: str) -> str:
    return _("stands still, day %(n)s") % {"n": n}


@cache
def _worked(minutes: int, language: str) -> str:
    if minutes < HOUR:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 2 * DAY:
        return _("%(n)s h") % {"n": _tenths(minutes / HOUR)}
    return _("%(n)s d") % {"n": _tenths(minutes / DAY)}


@cache
def _hours(minutes: int, language: str) -> str:
    if minutes < HOUR:
        return _("%(n)s min") % {"n": minutes}
    return _("%(n)s h") % {"n": _tenths(minutes / HOUR)}


def _tenths(value: float) -> str:
    """Without the tenth where it is none, also one that only rounding has made."""
    return str(floatformat(round(value, 1), "-1"))


@cache
def _rest(until: date | None, language: str) -> str:
    return _("paused until %(day)s") % {"day": date_format(until, "j E")} if until else _("paused until further notice")


@cache
def _hands(sides: Hands, language: str) -> str:
    words = {
        Hands.NOBODY: "",
        Hands.US: pgettext("ball", "ours"),
        Hands.CLIENT: pgettext("ball", "theirs"),
        Hands.THIRD: pgettext("ball", "a third party’s"),
    }
    return words[sides] if sides in words else pgettext("ball", "several sides")


COLOURS = {Hands.NOBODY: "free", Hands.US: "ours", Hands.CLIENT: "theirs", Hands.THIRD: "third"}


def colour(sides: Hands) -> str:
    """The one colour of a ball's side: several sides are concurrent."""
    return COLOURS.get(sides, "concurrent")
