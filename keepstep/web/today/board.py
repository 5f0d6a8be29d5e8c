"""What stands on Today: the person's open items by client or lead, the most urgent first, and how the day goes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.lead import NAMELESS
from keepstep.domain.sales.sales_letter import SalesLetterQuerySet
from keepstep.domain.talk import due_day, safety_net
from keepstep.domain.talk.due_day import LOOKED_BACK, Kept
from keepstep.domain.talk.sending import SendingQuerySet
from keepstep.duties.catalogue import Facts, catalogue
from keepstep.formulas.order import streak
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres.composed import composed
from keepstep.postgres.how_many import how_many
from keepstep.round import health_history, item
from keepstep.round.item import Listed
from keepstep.web import words
from keepstep.web.addresses import address
from keepstep.web.days import silence
from keepstep.web.today.deeds import Deed, deed
from keepstep.web.today.net import itself

MOST_TROUBLED, MOST_UNDER_WAY, MOST_UNSORTED, MOST_DAYS = 50, 200, 200, 64
CAN_WAIT = {"kickoff", "growth_review"}
"""What is put off to the end of the list until its day, unless somebody waits for a first word meanwhile."""


class Day:
    """The agency's day, in which it is said until when, and since when; there is one for all readers of that day."""

    def __init__(self, hours: WorkingTime, today: date) -> None:
        self.zone, self.today = hours.zone, today
        self.morning = datetime.combine(today, time.min, tzinfo=hours.zone)
        self._silent = silence(hours, self.morning)

    def silence(self, heard_at: datetime | None) -> str:
        return words.last_word(self._silent(heard_at))

    def when(self, due: datetime, *, is_late: bool) -> str:
        """A time today, else the day."""
        here = due.astimezone(self.zone)
        if here.date() == self.today:
            return _("until %(time)s") % {"time": date_format(here, "H:i")}
        if here.date() == self.today - timedelta(days=1):
            return _("since yesterday")
        said = _("since %(day)s") if is_late else _("until %(day)s")
        return said % {"day": date_format(here, "j E")}


@lru_cache(MOST_DAYS)
def day_of(hours: WorkingTime, today: date) -> Day:
    return Day(hours, today)


class Line(NamedTuple):
    """One thing to do, as it is read: all that its words are made of, but for the language. `itself` says that an
    update goes by itself, or went, or will not."""

    item: Listed
    day: Day
    is_late: bool
    itself: str

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
    def due(self) -> str:
        return self.day.when(self.item.due, is_late=self.is_late)

    @property
    def deed(self) -> Deed:
        return deed(self.item, self.facts)

    @property
    def href(self) -> str:
        """Of whom it is about."""
        item = self.item
        if item.deal_id:
            handed = self.facts.get("handover")
            return address("handover", handed) if handed else address("deal", item.deal_id)
        return address("lead", item.lead_id) if item.lead_id else address("account", item.account_id)

    @property
    def facts(self) -> Facts:
        facts: Facts = json.loads(self.item.told)
        return facts


class Group(NamedTuple):
    """The things to do for one client, lead or deal: all that its card says, but for the language."""

    lines: tuple[Line, ...]
    health: int | None = None

    @property
    def key(self) -> str:
        return _subject(self.lines[0].item)

    @property
    def href(self) -> str:
        return self.lines[0].href

    @property
    def name(self) -> str:
        return self.lines[0].item.subject or str(NAMELESS)

    @property
    def silence(self) -> str:
        first = self.lines[0]
        if first.item.lead_id:
            return _("new lead: %(source)s") % {"source": first.facts["source"]}
        if first.item.deal_id:
            return _("deal")
        return first.day.silence(first.item.heard_at)


class Stand(NamedTuple):
    """How many letters to clients, and to those who are to become some, need a person (one is enough to look for them),
    wait to be sorted and are on their way; whether there may be updates that go by themselves; and the last days on
    which clients were due."""

    troubled: int
    troubled_letters: int
    unsorted: int
    on_the_way: int
    any_goes: bool
    days: list[dict[str, Any]]


@dataclass(frozen=True)
class Progress:
    """How many of the day's due clients have heard from us, and for how many days in a row all have."""

    due: int
    kept: int
    streak: int

    @property
    def is_kept(self) -> bool:
        return self.due > 0 and self.kept == self.due


def _can_wait(one: Listed) -> bool:
    return one.duty in CAN_WAIT and not json.loads(one.told).get("waits")


def of(desk: Desk, *, at: datetime) -> dict[str, Any]:
    hours = desk.working_time
    today = hours.local_day(at)
    day = day_of(hours, today)
    found, done = item.today(desk.person, since=day.morning)
    stand = Stand._make(next(iter(_stand(desk=desk, at=at, since=today - LOOKED_BACK, today=today))))
    said = itself(desk, [*found, *done], at=at) if stand.any_goes else {}

    def line(one: Listed) -> Line:
        return Line(one, day, one.due < at, said.get(one.id, ""))

    by_urgency = sorted(found, key=lambda one: _urgency(one, at))
    later = [one for one in by_urgency if hours.local_day(one.due) > today and _can_wait(one)]
    put_off = {one.id for one in later}
    return {
        "today": today,
        "groups": _groups((line(one) for one in by_urgency if one.id not in put_off), today),
        "later": [line(one) for one in later],
        "done": [line(one) for one in done],
        "progress": _progress(due_day.as_told(stand.days), today),
        "troubled": _troubled(desk=desk, at=at) if stand.troubled else [],
        "troubled_letters": _troubled_letters(desk=desk, at=at) if stand.troubled_letters else [],
        "unsorted": stand.unsorted,
        "on_the_way": stand.on_the_way,
    }


def _urgency(one: Listed, at: datetime) -> tuple[bool, int, datetime, str]:
    """What is late first, then by the weight of the duty, then by the hour it is due."""
    return one.due > at, -catalogue()[one.duty].weight, one.due, one.id


@composed
def _troubled(desk: Desk, at: datetime) -> SendingQuerySet:
    return desk.troubled_sendings(at).select_related("contact__account")[:MOST_TROUBLED]


@composed
def _troubled_letters(desk: Desk, at: datetime) -> SalesLetterQuerySet:
    return desk.troubled_letters(at).select_related("lead", "deal", "contact")[:MOST_TROUBLED]


@composed
def _stand(desk: Desk, at: datetime, since: date, today: date) -> "QuerySet[Person, tuple[Any, ...]]":
    on_the_way = desk.sendings().under_way().exclude(pk__in=desk.sendings().uncertain(at).values("pk"))
    return (
        desk.people()
        .filter(pk=desk.person.pk)
        .values_list(
            how_many(desk.troubled_sendings(at), most=1),
            how_many(desk.troubled_letters(at), most=1),
            how_many(desk.unsorted(), most=MOST_UNSORTED),
            how_many(on_the_way, most=MOST_UNDER_WAY),
            safety_net.is_anywhere(),
            due_day.last_days(desk.person.pk, since=since, until=today),
        )
    )


def _groups(lines: Iterable[Line], today: date) -> list[Group]:
    of_each: dict[str, list[Line]] = {}
    for line in lines:
        of_each.setdefault(_subject(line.item), []).append(line)
    known = health_history.latest({one for each in of_each.values() if (one := each[0].item.account_id)}, until=today)
    return [Group(tuple(each), known.get(key)) for key, each in of_each.items()]


def _subject(one: Listed) -> str:
    """The key of whom it is about."""
    return one.account_id or one.lead_id or one.deal_id or ""


def _progress(days: list[Kept], today: date) -> Progress:
    of_today = days[0] if days and days[0].day == today else Kept(today, 0, 0)
    all_kept = [day.kept == day.due for day in reversed(days)]
    in_a_row = streak(all_kept, ends_today=bool(days) and days[0].day == today)
    return Progress(due=of_today.due, kept=of_today.kept, streak=in_a_row)
