"""What stands on Today: the person's open items by client, the most urgent first, and how the day goes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.duties.catalogue import catalogue
from keepstep.round import item
from keepstep.round.item import Item
from keepstep.web import words
from keepstep.web.days import silent_days
from keepstep.web.today.deeds import Deed, deed

MOST_ITEMS = 200
MOST_DONE = 50
LONGEST_STREAK = 60
CAN_WAIT = {"kickoff"}


@dataclass(frozen=True)
class Line:
    """One thing to do, as it is read: what, why, until when, and the act."""

    item: Item
    title: str
    why: str
    due: str
    is_late: bool
    deed: Deed


@dataclass
class Group:
    """The things to do for one client."""

    account: Account
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
    found = sorted(item.open_of(desk.person)[:MOST_ITEMS], key=lambda one: _urgency(one, at))
    later = [one for one in found if one.duty in CAN_WAIT and time_.local_day(one.due) > today]
    put_off = {one.pk for one in later}
    now = [one for one in found if one.pk not in put_off]
    return {
        "today": today,
        "groups": _groups(now, desk, at=at),
        "later": [_line(one, at=at, zone=time_.zone) for one in later],
        "done": [_line(one, at=at, zone=time_.zone) for one in _done(desk, today, zone=time_.zone)],
        "progress": _progress(desk, today),
        "troubled": list(desk.troubled_sendings(at).select_related("contact__account")[:MOST_DONE]),
        "on_the_way": desk.sendings().under_way().exclude(pk__in=desk.sendings().uncertain(at).values("pk")).count(),
    }  # fmt: skip


def _urgency(one: Item, at: datetime) -> tuple[bool, int, datetime]:
    """What is late first, then by the weight of the duty, then by the hour it is due."""
    return one.due > at, -catalogue()[one.duty].weight, one.due


def _groups(found: Iterable[Item], desk: Desk, *, at: datetime) -> list[Group]:
    groups: dict[Any, Group] = {}
    for one in found:
        if one.account_id not in groups:
            silence = words.last_word(silent_days(one.account.heard_at, desk.working_time, at))
            groups[one.account_id] = Group(one.account, silence)
        groups[one.account_id].lines.append(_line(one, at=at, zone=desk.working_time.zone))
    return list(groups.values())


def _line(one: Item, *, at: datetime, zone: ZoneInfo) -> Line:
    duty = catalogue()[one.duty]
    return Line(
        item=one,
        title=duty.act(one.facts),
        why=duty.reason(one.facts),
        due=_when(one.due.astimezone(zone), at.astimezone(zone)),
        is_late=one.due < at,
        deed=deed(one),
    )


def _when(due: datetime, now: datetime) -> str:
    """A time today, else the day."""
    if due.date() == now.date():
        return _("until %(time)s") % {"time": date_format(due, "H:i")}
    if due.date() == now.date() - timedelta(days=1):
        return _("since yesterday")
    words_ = _("until %(day)s") if due > now else _("since %(day)s")
    return words_ % {"day": date_format(due, "j E")}


def _done(desk: Desk, today: date, *, zone: ZoneInfo) -> Iterable[Item]:
    morning = datetime.combine(today, time.min, tzinfo=zone)
    return item.done_of(desk.person, since=morning)[:MOST_DONE]


def _progress(desk: Desk, today: date) -> Progress:
    mine = desk.due_days().filter(account__manager=desk.person, day__lte=today)
    days = list(
        mine.order_by("-day").values("day").annotate(due=Count("pk"), kept=Count("kept_at"))[: LONGEST_STREAK + 1]
    )
    of_today = days[0] if days and days[0]["day"] == today else {"due": 0, "kept": 0}
    streak = 0
    for day in days:
        if day["kept"] == day["due"]:
            streak += 1
        elif day["day"] != today:
            break
    return Progress(due=of_today["due"], kept=of_today["kept"], streak=streak)
