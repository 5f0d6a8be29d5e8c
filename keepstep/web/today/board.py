"""What stands on Today: the person's open items by client or lead, the most urgent first, and how the day goes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.lead import NAMELESS
from keepstep.domain.talk import due_day, safety_net
from keepstep.domain.talk.sending import SendingQuerySet
from keepstep.duties.catalogue import Facts, catalogue
from keepstep.formulas.order import streak
from keepstep.postgres.composed import composed
from keepstep.postgres.how_many import how_many
from keepstep.round import item
from keepstep.round.item import Listed
from keepstep.web.addresses import address
from keepstep.web.days import silence
from keepstep.web.today.deeds import Deed, deed
from keepstep.web.today.net import itself
from keepstep.web.words import Said

MOST_TROUBLED, MOST_UNDER_WAY, MOST_UNSORTED = 50, 200, 200
CAN_WAIT = {"kickoff"}


class Line(NamedTuple):
    """One thing to do, as it is read: all that its words are made of, but for the language. `itself` says that an
    update goes by itself, or went, or will not."""

    item: Listed
    due: str
    is_late: bool
    itself: str = ""

    @property
    def title(self) -> str:
        if self.item.in_vain:
            return _("Reach them another way")
        return catalogue()[self.item.duty].act(self.facts)

    @property
    def why(self) -> str:
        if self.item.in_vain:
            return _("Today's update has reached nobody. What reaches them today keeps the day.")
        why = catalogue()[self.item.duty].reason(self.facts)
        if self.itself:
            return f"{why} {self.itself}"
        if self.item.taker:
            return _("%(why)s Taken by %(name)s.") % {"why": why, "name": self.item.taker}
        return why

    @property
    def deed(self) -> Deed:
        return deed(self.item, self.facts)

    @property
    def href(self) -> str:
        """Of whom it is about."""
        item = self.item
        return address("lead", item.lead_id) if item.lead_id else address("account", item.account_id)

    @property
    def facts(self) -> Facts:
        facts: Facts = json.loads(self.item.told)
        return facts


class Group(NamedTuple):
    """The things to do for one client or lead: all that its card says, but for the language."""

    key: str
    href: str
    name: str
    silence: str
    lines: tuple[Line, ...]


class Letters(NamedTuple):
    """How many need a person (one is enough to look for them), wait to be sorted and are on their way; and whether
    there may be updates that go by themselves."""

    troubled: int
    unsorted: int
    on_the_way: int
    any_goes: bool


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
    letters = Letters._make(next(iter(_letters(desk=desk, at=at))))
    done = item.done(desk.person, since=morning)
    read = Reader(at=at, zone=time_.zone, itself=itself(desk, [*found, *done], at=at) if letters.any_goes else {})
    return {
        "today": today,
        "groups": _groups((one for one in found if one.id not in put_off), desk, at=at, read=read),
        "later": [read.line(one) for one in later],
        "done": [read.line(one) for one in done],
        "progress": _progress(desk, today),
        "troubled": _troubled(desk=desk, at=at) if letters.troubled else [],
        "unsorted": letters.unsorted,
        "on_the_way": letters.on_the_way,
    }


def _urgency(one: Listed, at: datetime) -> tuple[bool, int, datetime]:
    """What is late first, then by the weight of the duty, then by the hour it is due."""
    return one.due > at, -catalogue()[one.duty].weight, one.due


@composed
def _troubled(desk: Desk, at: datetime) -> SendingQuerySet:
    return desk.troubled_sendings(at).select_related("contact__account")[:MOST_TROUBLED]


@composed
def _letters(desk: Desk, at: datetime) -> "QuerySet[Person, tuple[int, int, int, bool]]":
    on_the_way = desk.sendings().under_way().exclude(pk__in=desk.sendings().uncertain(at).values("pk"))
    return (
        desk.people()
        .filter(pk=desk.person.pk)
        .values_list(
            how_many(desk.troubled_sendings(at), most=1),
            how_many(desk.incoming().unsorted(), most=MOST_UNSORTED),
            how_many(on_the_way, most=MOST_UNDER_WAY),
            safety_net.is_anywhere(),
        )
    )


def _groups(found: Iterable[Listed], desk: Desk, *, at: datetime, read: "Reader") -> list[Group]:
    lines: dict[str, list[Line]] = {}
    for one in found:
        lines.setdefault(one.account_id or one.lead_id or "", []).append(read.line(one))
    silent, said = silence(desk.working_time, at), Said()

    def silence_of(first: Line) -> str:
        if first.item.lead_id:
            return _("new lead: %(source)s") % {"source": first.facts["source"]}
        return said.last_word(silent(first.item.heard_at))

    return [
        Group(key, each[0].href, each[0].item.subject or str(NAMELESS), silence_of(each[0]), tuple(each))
        for key, each in lines.items()
    ]


class Reader:
    """Puts into words until when; what several items say is said once."""

    def __init__(self, *, at: datetime, zone: ZoneInfo, itself: Mapping[str, str]) -> None:
        """`itself` is what is said by item of what goes by itself."""
        self.at, self.zone, self.itself = at, zone, itself
        self._due = cache(self._when)

    def line(self, one: Listed) -> Line:
        return Line(one, self._due(one.due), one.due < self.at, self.itself.get(one.id, ""))

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
