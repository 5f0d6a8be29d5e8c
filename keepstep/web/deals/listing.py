"""Deals in a list: which are asked for, in which order, and a page of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.sales.deal import Deal, DealQuerySet, State
from keepstep.domain.sales.deal_import import made_by
from keepstep.domain.sales.pipeline import Gate
from keepstep.postgres import words
from keepstep.postgres.composed import composed
from keepstep.postgres.keyset import before, beyond
from keepstep.web import own_fields
from keepstep.web.days import day_of, key_of, moment_of
from keepstep.web.deals import card
from keepstep.web.deals.card import Line

PAGE = 50
ALL = "all"
TABS = [
    (State.OPEN, pgettext_lazy("deals", "Open")),
    (State.DONE, pgettext_lazy("deals", "Handed over")),
    (State.LOST, pgettext_lazy("deals", "Lost")),
    (ALL, pgettext_lazy("deals", "All")),
]
NO_DAY = "none"
"""Asked for as a month: no close is expected on any day."""
NEWEST, LONGEST, CLOSING = "", "longest", "closing"
SORTS = [
    (NEWEST, _("newest first")),
    (LONGEST, _("longest in their stage first")),
    (CLOSING, _("by expected close")),
]
NO_TASK, LATE = "none", "late"
TASKS = [("", _("any next task")), (NO_TASK, _("without a next task")), (LATE, _("with an overdue task"))]


@dataclass(frozen=True)
class Asked:
    q: str
    state: str
    stage: UUID | None
    person: UUID | None
    source: UUID | None
    reason: UUID | None
    gate: str
    month: str
    task: str
    sort: str
    after: str
    of_import: UUID | None = None
    own: tuple[tuple[str, str], ...] = ()

    @property
    def is_narrow(self) -> bool:
        return bool(
            self.q or self.stage or self.person or self.source or self.reason or self.gate or self.month or self.task
            or self.of_import or self.own
        )  # fmt: skip

    @property
    def is_whole(self) -> bool:
        """The first page of a state, in any order."""
        return not (self.is_narrow or self.after)

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        said = {
            "state": self.state, "q": self.q, "stage": str(self.stage or ""), "person": str(self.person or ""),
            "source": str(self.source or ""), "reason": str(self.reason or ""), "gate": self.gate, "month": self.month,
            "task": self.task, "sort": self.sort, "import": str(self.of_import or ""),
        }  # fmt: skip
        return {name: value for name, value in said.items() if value} | own_fields.names(self.own)


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails. What goes on no more has no age and no next task."""
    states = {str(value) for value, _words in TABS}
    state = data["state"] if data.get("state") in states else State.OPEN.value
    is_open, month = state == State.OPEN, data.get("month", "")[:7]
    return Asked(
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        state=state,
        stage=key_of(data.get("stage", "")),
        person=key_of(data.get("person", "")),
        source=key_of(data.get("source", "")),
        reason=key_of(data.get("reason", "")),
        gate=data.get("gate", "") if data.get("gate") in {str(gate.value) for gate in Gate} else "",
        month=month if month == NO_DAY or day_of(f"{month}-01") else "",
        task=data.get("task", "") if is_open and data.get("task") in {NO_TASK, LATE} else "",
        sort=data.get("sort", "") if is_open and data.get("sort") in {LONGEST, CLOSING} else NEWEST,
        after=data.get("after", "")[:100].replace("\0", ""),
        of_import=key_of(data.get("import", "")),
        own=own_fields.asked(data),
    )


def page(desk: Desk, wanted: Asked, *, at: datetime) -> tuple[list[Line], str]:
    """At most 50 deals and the key of the next page, empty at the end."""
    found = _whole(desk=desk, wanted=wanted) if wanted.is_whole else _read(desk, ordered(desk, wanted, at=at))
    rows = [Line._make(row) for row in found]
    return rows[:PAGE], _cursor(rows[PAGE - 1], wanted.sort) if len(rows) > PAGE else ""


@composed
def _whole(desk: Desk, wanted: Asked) -> "QuerySet[Deal, tuple[Any, ...]]":
    """The page nearly everybody begins with."""
    return _read(desk, _after(_in_state(desk, wanted), wanted))


def _read(desk: Desk, deals: DealQuerySet) -> "QuerySet[Deal, tuple[Any, ...]]":
    # Chosen by an index, and put into words then: joined first, the database would put in order all there are.
    chosen = desk.deals().filter(pk__in=deals.values("pk")[: PAGE + 1]).order_by(*deals.query.order_by)
    return card.read(chosen)


def ordered(desk: Desk, wanted: Asked, *, at: datetime) -> DealQuerySet:
    """All that are asked for, from where the page begins."""
    return _after(narrowed(desk, wanted, at=at), wanted)


def narrowed(desk: Desk, wanted: Asked, *, at: datetime) -> DealQuerySet:
    """All that are asked for, in no order."""
    deals = _in_state(desk, wanted)
    for name in ("stage", "person", "source", "reason"):
        if key := getattr(wanted, name):
            deals = deals.filter(**{name: key})
    if wanted.gate:
        deals = deals.filter(stage__gate=int(wanted.gate))
    if wanted.of_import:
        deals = deals.filter(pk__in=made_by(wanted.of_import).values("pk"))
    for key, value in wanted.own:
        deals = deals.filter(own__contains={key: value})
    if wanted.month == NO_DAY:
        deals = deals.filter(closes_on=None)
    elif wanted.month and (first := day_of(f"{wanted.month}-01")):
        deals = deals.filter(closes_on__gte=first, closes_on__lt=(first + timedelta(days=32)).replace(day=1))
    if wanted.task == NO_TASK:
        deals = deals.without_next_task()
    elif wanted.task == LATE:
        deals = deals.with_overdue_task(desk.working_time.local_day(at))
    return words.found(deals, wanted.q)


def _in_state(desk: Desk, wanted: Asked) -> DealQuerySet:
    return desk.deals() if wanted.state == ALL else desk.deals().filter(state=wanted.state)


def _after(deals: DealQuerySet, wanted: Asked) -> DealQuerySet:
    said, _tilde, key_said = wanted.after.partition("~")
    key = key_of(key_said)
    if wanted.sort == CLOSING:
        day = day_of(said)
        deals = deals.exclude(closes_on=None)
        if key and day:
            deals = deals.filter(beyond((F("closes_on"), day), (F("pk"), key)))
        return deals.order_by("closes_on", "pk")
    at = moment_of(said)
    moment = at if at and at.tzinfo else None
    if wanted.sort == LONGEST:
        if key and moment:
            deals = deals.filter(beyond((F("since"), moment), (F("pk"), key)))
        return deals.order_by("since", "pk")
    if key and moment:
        deals = deals.filter(before((F("opened_at"), moment), (F("pk"), key)))
    return deals.order_by("-opened_at", "-pk")


def _cursor(last: Line, sort: str) -> str:
    said = {CLOSING: last.closes_on, LONGEST: last.since}.get(sort, last.opened_at)
    return f"{said.isoformat()}~{last.id}" if said else ""
