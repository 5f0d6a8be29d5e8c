"""Rows of the page of stalls: what is awaited of whom, the two clocks, the next rung and when it comes."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.desk import Desk
from keepstep.domain.agency import ladder
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery.ball import Side
from keepstep.formulas.clocks import Clocks
from keepstep.round import ladder_fault
from keepstep.round.case import Case, Narrowing, Position
from keepstep.round.ladder_fault import Climb
from keepstep.web import words
from keepstep.web.addresses import address
from keepstep.web.days import key_of

PAGE = 80
Coming = tuple[Rung, int] | None
NOTHING = SafeString("")
TONES = {"us": "ours", "client": "theirs", "third": "third"}
TAKINGS = [
    ("", gettext_lazy("taken or not")),
    ("nobody", gettext_lazy("taken by nobody")),
    ("me", gettext_lazy("taken by me")),
]


class Row(NamedTuple):
    """A case as it is shown; `tick`, `call` and `taker` are markup, or nothing. `then` is said on a
    telephone, where the columns have no heads."""

    tick: SafeString
    href: str
    name: str
    client_href: str
    client: str
    days: str
    moved: str
    tone: str
    holder: str
    awaited: str
    who: str
    rung: str
    call: SafeString
    then: str
    next: str
    fault: str
    taker: SafeString


def narrowing(wanted: Mapping[str, str], *, after: str, person: Person) -> Narrowing:
    """The address, read leniently: a bookmark never fails."""
    return Narrowing(
        words=tuple(wanted["q"].lower().replace("ё", "е").split()),
        side=wanted["side"] if wanted["side"] in Side.values else "",
        audience=wanted["audience"] if wanted["audience"] in Audience.values else "",
        taker=person.pk if wanted["taken"] == "me" else None,
        untaken=wanted["taken"] == "nobody",
        after=_position(after),
    )


def _position(text: str) -> Position | None:
    rung, days, key = [*text.split("~"), "", "", ""][:3]
    project = key_of(key)
    is_read = all(number.isascii() and number.isdigit() and len(number) < 6 for number in (rung, days))
    return (int(rung), int(days), project) if is_read and project else None


def cursor(last: Case) -> str:
    return "~".join(map(str, last.position))


def rows(found: list[Case], *, desk: Desk, at: datetime, token: str) -> list[Row]:
    ladders = ladder.with_rungs() if found else []
    ahead = {one.project: ladder.fires_next(ladder.in_force(one.since, known=ladders), one.days) for one in found}
    lost = _lost(found, ahead)
    times = desk.times_of(one.calendar for one in found)
    clocks = {calendar: Clocks(time, at=at) for calendar, time in times.items()}
    read = Reader(clocks, today=desk.working_time.local_day(at), token=token)
    return [read.row(one, ahead[one.project], is_lost=one.project in lost) for one in found]


def _lost(found: list[Case], ahead: Mapping[UUID, Coming]) -> set[UUID]:
    """Projects whose next rung turns to the client and would find nobody there, or no way to them."""
    climbs = {
        one.project: Climb(coming[0].audience, str(coming[0].way))
        for one in found
        if (coming := ahead[one.project]) and (one.side == Side.CLIENT or coming[0].audience == Audience.MANAGEMENT)
    }
    faults = ladder_fault.at(sorted(set(climbs.values())), accounts={one.account for one in found}) if climbs else set()
    return {one.project for one in found if (climbs.get(one.project), one.account) in faults}


def can_be_asked(one: Case) -> bool:
    """By a letter: it is for the client alone, once a rung, and own management telephones."""
    return one.side == Side.CLIENT and one.audience != Audience.MANAGEMENT and not one.is_pushed


class Reader:
    """Puts the cases of one page into words; what several of them say is said once."""

    def __init__(self, clocks: Mapping[UUID | None, Clocks], *, today: date, token: str) -> None:
        """`clocks` of each calendar; None is the agency's, whose today it is."""
        self.clocks, self.token = clocks, token
        self.audience = cache(lambda code: str(Audience(code).label))
        self.side = cache(lambda code: str(Side(code).label))
        self.days = cache(words.working_days)
        self.day_in = cache(lambda calendar, days: date_format(clocks[calendar].time.add_days(today, days), "j E"))
        self.take, self.then = _("Take it"), _("Next rung: ")
        self.choose = _("Choose: %(project)s")

    def row(self, one: Case, coming: Coming, *, is_lost: bool) -> Row:
        said = self.audience(one.audience)
        return Row(
            tick=self._tick(one),
            href=address("project", one.project),
            name=one.name,
            client_href=address("account", one.account),
            client=one.client,
            days=self.days(one.days),
            moved=self._moved(one),
            tone=TONES[one.side],
            holder=one.holder or self.side(one.side),
            awaited=one.awaited or _("no step, and nothing is awaited"),
            who=one.person or "",
            rung=f"{one.rung} · {said} ✓" if one.is_pushed else f"{one.rung} · {said}",
            call=_call(one),
            then=self.then if coming else "",
            next=self._next(one, coming),
            fault=_("nobody to reach there") if is_lost else "",
            taker=self._taker(one),
        )

    def _tick(self, one: Case) -> SafeString:
        if not can_be_asked(one):
            return NOTHING
        words_ = escape(self.choose % {"project": one.name})
        return SafeString(
            f'<label><input type="checkbox" name="project" value="{one.project}" form="bulk"'
            f' aria-label="{words_}"></label>'
        )

    def _moved(self, one: Case) -> str:
        clocks = self.clocks[one.calendar]
        return words.moved(clocks.movement(one.since, moved_at=one.moved_at), clocks.stood(one.since))

    def _next(self, one: Case, coming: Coming) -> str:
        if coming is None:
            return ""
        rung, day = coming
        return f"{self.day_in(one.calendar, day - one.days)} · {self.audience(rung.audience)}"

    def _taker(self, one: Case) -> SafeString:
        """Who has taken it, or the button to do so, with the clock of reaction."""
        waited = self.clocks[one.calendar].reaction(one.since, taken_at=one.taken_at)
        reacted = words.reacted(waited, is_taken=one.taken_at is not None)
        if one.taken_at:
            return format_html("{}<br><small>{}</small>", one.taker or "", reacted)
        where = address("stall_take", one.project)
        return format_html(
            '<form method="post" action="{0}" hx-post="{0}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
            '<button class="btn btn-sm">{2}</button></form><small class="text-secondary">{3}</small>',
            where, self.token, self.take, reacted,
        )  # fmt: skip


def _call(one: Case) -> SafeString:
    if one.audience != Audience.MANAGEMENT:
        return NOTHING
    return format_html('<br><a href="{}">{}</a>', address("call_sheet", one.project), _("Call sheet"))
