"""What stands on Today: the person's open items by client, the most urgent first, and how the day goes."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.talk import due_day
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.sending import Sending, SendingQuerySet
from keepstep.duties.catalogue import Facts, catalogue
from keepstep.formulas.order import streak
from keepstep.postgres.composed import composed
from keepstep.round import item
from keepstep.round.item import Listed
from keepstep.web.days import silence
from keepstep.web.today.deeds import Deed, deed
from keepstep.web.words import Said

MOST_TROUBLED, MOST_UNDER_WAY, MOST_UNSORTED = 50, 200, 200
CAN_WAIT = {"kickoff"}


class Line(NamedTuple):
    """One thing to do, as it is read: what, why, until when, and the act."""

    item: Listed
    title: str
    why: str
    due: str
    is_late: bool
    deed: Deed


@dataclass
class Group:
    """The things to do for one client."""

    account_id: str
    client: str
    silence: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """How many of the day's due clients have heard from us, and for how many days in a row all have."""

    due: int
    kept: int
    streak: int

    @property
    def is_kept(self) -> bool:
        return self.due > 0 and self.kept == self.due


def of(desk: Desk, *, at: datetime) -> dict[str, Any]:
    time_ = desk.working_time
    today = time_.local_day(at)
    found = sorted(item.to_do(desk.person), key=lambda one: _urgency(one, at))
    later = [one for one in found if one.duty in CAN_WAIT and time_.local_day(one.due) > today]
    put_off = {one.id for one in later}
    morning = datetime.combine(today, time.min, tzinfo=time_.zone)
    read = Reader(at=at, zone=time_.zone)
    return {
        "today": today,
        "groups": _groups((one for one in found if one.id not in put_off), desk, at=at, read=read),
        "later": [read.line(one) for one in later],
        "done": [read.line(one) for one in item.done(desk.person, since=morning)],
        "progress": _progress(desk, today),
        "troubled": _troubled(desk=desk, at=at),
        "unsorted": len(_unsorted(desk=desk)),
        "on_the_way": len(_on_the_way(desk=desk, at=at)),
    }


def _urgency(one: Listed, at: datetime) -> tuple[bool, int, datetime]:
    """What is late first, then by the weight of the duty, then by the hour it is due."""
    return one.due > at, -catalogue()[one.duty].weight, one.due


@composed
def _troubled(desk: Desk, at: datetime) -> SendingQuerySet:
    return desk.troubled_sendings(at).select_related("contact__account")[:MOST_TROUBLED]


@composed
def _unsorted(desk: Desk) -> "QuerySet[Incoming, UUID]":
    return desk.incoming().unsorted().order_by().values_list("pk", flat=True)[:MOST_UNSORTED]


@composed
def _on_the_way(desk: Desk, at: datetime) -> "QuerySet[Sending, UUID]":
    waits = desk.sendings().under_way().exclude(pk__in=desk.sendings().uncertain(at).values("pk"))
    return waits.order_by().values_list("pk", flat=True)[:MOST_UNDER_WAY]


def _groups(found: Iterable[Listed], desk: Desk, *, at: datetime, read: "Reader") -> list[Group]:
    groups: dict[str, Group] = {}
    silent, said = silence(desk.working_time, at), Said()
    for one in found:
        if one.account_id not in groups:
            last_word = said.last_word(silent(one.heard_at))
            groups[one.account_id] = Group(one.account_id, one.client, last_word)
        groups[one.account_id].lines.append(read.line(one))
    return list(groups.values())


class Reader:
    """Puts items into words; what several of them say is said once."""

    def __init__(self, *, at: datetime, zone: ZoneInfo) -> None:
        self.at, self.zone = at, zone
        self._facts: Callable[[str], Facts] = cache(json.loads)
        self._words = cache(self._put)
        self._due = cache(self._when)

    def line(self, one: Listed) -> Line:
        title, why = self._words(one.duty, one.told)
        if one.taker:
            why = _("%(why)s Taken by %(name)s.") % {"why": why, "name": one.taker}
        return Line(one, title, why, self._due(one.due), one.due < self.at, deed(one, self._facts(one.told)))

    def _put(self, code: str, told: str) -> tuple[str, str]:
        """What is to be done, and why."""
        duty, facts = catalogue()[code], self._facts(told)
        return duty.act(facts), duty.reason(facts)

    def _when(self, due: datetime) -> str:
        return _when(due.astimezone(self.zone), self.at.astimezone(self.zone))


def _when(due: datetime, now: datetime) -> str:
    """A time today, else the day."""
    if due.date() == now.date():
        return _("until %(time)s") % {"time": date_format(due, "H:i")}
    if due.date() == now.date() - timedelta(days=1):
        return _("since yesterday")
    words_ = _("until %(day)s") if due > now else _("since %(day)s")
    return words_ % {"day": date_format(due, "j E")}


def _progress(desk: Desk, today: date) -> Progress:
    days = due_day.last_days(desk.person, until=today)
    of_today = days[0] if days and days[0].day == today else due_day.Kept(today, 0, 0)
    all_kept = [day.kept == day.due for day in reversed(days)]
    in_a_row = streak(all_kept, ends_today=bool(days) and days[0].day == today)
    return Progress(due=of_today.due, kept=of_today.kept, streak=in_a_row)
