"""The list of projects: which are asked for, in which order, and a page of them as rows ready to be shown."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.delivery.movement import Movement, movements
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.postgres.composed import composed
from keepstep.postgres.keyset import before, beyond
from keepstep.web import words
from keepstep.web.addresses import address
from keepstep.web.days import day_count, key_of, moment_of
from keepstep.web.rows import MOST_ROWS
from keepstep.web.rows import lines as filled

PAGE = 80
STATES = [("", _("open")), ("closed", _("closed"))]
SORTS = [("name", _("by name")), ("age", _("newest first"))]
COLUMNS = ("id", "name", "sort_name", "opened_at", "closed_at", "account_id", "account__name", "producer__name")


@dataclass(frozen=True)
class Asked:
    q: str
    state: str
    producer: UUID | None
    sort: str
    after: str

    @property
    def producer_key(self) -> str:
        return str(self.producer or "")

    @property
    def is_whole(self) -> bool:
        """The first page, open or closed, in any order."""
        return not (self.q or self.producer or self.after)

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.state or self.producer)


class Line(NamedTuple):
    """A project as it is read for a row."""

    id: UUID
    name: str
    sort_name: str
    opened_at: datetime
    closed_at: datetime | None
    account: UUID
    client: str
    producer: str | None


class Row(NamedTuple):
    """A project as the list shows it."""

    href: str
    name: str
    client_href: str
    client: str
    producer: str
    last_step: str
    stall: str
    rest: str
    hands: str
    hands_tone: str


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    closed = data.get("state") == "closed"
    return Asked(
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        state="closed" if closed else "",
        producer=key_of(data.get("producer", "")),
        sort="age" if data.get("sort") == "age" and not closed else "name",
        after=data.get("after", "")[:300].replace("\0", ""),
    )


def page(desk: Desk, wanted: Asked) -> tuple[list[Line], str]:
    """At most 80 projects and the key of the next page, empty at the end."""
    found = _whole(desk=desk, wanted=wanted) if wanted.is_whole else _found(desk, wanted)
    rows = [Line._make(row) for row in found]
    return rows[:PAGE], _cursor(rows[PAGE - 1], wanted.sort) if len(rows) > PAGE else ""


def _found(desk: Desk, wanted: Asked) -> "QuerySet[Project, tuple[Any, ...]]":
    return _ordered(_first(desk.projects_in_parts(), wanted), wanted).values_list(*COLUMNS)[: PAGE + 1]


@composed
def _whole(desk: Desk, wanted: Asked) -> "QuerySet[Project, tuple[Any, ...]]":
    """The page nearly everybody begins with."""
    return _found(desk, wanted)


def _first(parts: list[ProjectQuerySet], wanted: Asked) -> ProjectQuerySet:
    """Projects among which the page is: each part's first ones."""
    parts = [_filtered(part, wanted) for part in parts]
    if len(parts) == 1:
        return parts[0]
    keys, *others = [_ordered(part, wanted).values("pk")[: PAGE + 1] for part in parts]
    return Project.objects.filter(pk__in=keys.union(*others))


def _filtered(projects: ProjectQuerySet, wanted: Asked) -> ProjectQuerySet:
    projects = projects.closed() if wanted.state else projects.open()
    if wanted.producer:
        projects = projects.filter(producer=wanted.producer)
    for word in wanted.q.lower().replace("ё", "е").split():
        projects = projects.filter(Q(sort_name__contains=word) | Q(account__sort_name__contains=word))
    return projects


def _ordered(projects: ProjectQuerySet, wanted: Asked) -> ProjectQuerySet:
    value, separator, key = wanted.after.rpartition("~")
    last = key_of(key) if separator else None
    if wanted.sort == "age":
        if last and (moment := moment_of(value)):
            projects = projects.filter(before((F("opened_at"), moment), (F("pk"), last)))
        return projects.order_by("-opened_at", "-pk")
    if last:
        projects = projects.filter(beyond((F("sort_name"), value), (F("pk"), last)))
    return projects.order_by("sort_name", "pk")


def _cursor(row: Line, sort: str) -> str:
    return f"{row.sort_name if sort == 'name' else row.opened_at.isoformat()}~{row.id}"


def rows(lines: list[Line], *, desk: Desk, at: datetime) -> SafeString:
    """The projects of a page with how they move: one statement for all of them."""
    days = day_count(desk.working_time, desk.working_time.local_day(at))
    facts = movements(
        [line.id for line in lines], days=days, zone=str(desk.working_time.zone), patience=desk.agency.stall_after,
        at=at,
    )  # fmt: skip
    zone, language = desk.working_time.zone, get_language()
    return SafeString("".join([_kept(line, facts[line.id], zone, language) for line in lines]))


@lru_cache(MOST_ROWS)
def _kept(line: Line, movement: Movement, zone: ZoneInfo, language: str | None) -> SafeString:
    return filled("web/projects/row.html", [_row(line, movement, zone)])


def _row(line: Line, movement: Movement, zone: ZoneInfo) -> Row:
    return Row(
        href=address("project", line.id),
        name=line.name,
        client_href=address("account", line.account),
        client=line.client,
        producer=line.producer or "",
        last_step=_day(movement.last_step),
        stall=words.stall(movement.stall),
        rest=words.rest(movement.until, zone) if movement.rests else "",
        hands=words.hands(movement.hands),
        hands_tone=words.colour(movement.hands),
    )


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "–"
