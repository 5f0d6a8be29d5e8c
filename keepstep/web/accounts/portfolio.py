"""The portfolio: which accounts are asked for, in which order, and a page of them as rows ready to be shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account, AccountQuerySet, HeardOrNever, State
from keepstep.domain.delivery.pause import Pause, PauseQuerySet
from keepstep.postgres.composed import composed
from keepstep.postgres.keyset import beyond
from keepstep.web.days import key_of, moment_of

PAGE = 80
NEVER = "-infinity"
STATES = [
    ("", _("with us")),
    (State.ONBOARDING, _("onboarding")),
    (State.ACTIVE, _("active")),
    (State.PAUSED, _("paused")),
    (State.CHURNED, _("left")),
]
SORTS = [("name", _("by name")), ("silence", _("longest silence first"))]


class Moment(Func):
    """A moment given as text, which also may be minus infinity."""

    template = "(%(expressions)s)::timestamptz"


@dataclass(frozen=True)
class Asked:
    q: str
    state: str
    manager: UUID | None
    sort: str
    after: str

    @property
    def manager_key(self) -> str:
        return str(self.manager or "")

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        said = {"q": self.q, "state": self.state, "manager": self.manager_key, "sort": self.sort}
        return {name: value for name, value in said.items() if value and (name, value) != ("sort", "name")}

    @property
    def is_whole(self) -> bool:
        """The first page of those with us, or of those gone, in any order; other states depend on the moment."""
        return not (self.q or self.manager or self.after) and self.state in ("", State.CHURNED)

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.state or self.manager)


class Line(NamedTuple):
    """An account as it is read for a row."""

    id: UUID
    name: str
    sort_name: str
    heard_at: datetime | None
    left_at: datetime | None
    manager: str | None
    calendar: UUID | None


COLUMNS = ("id", "name", "sort_name", "heard_at", "left_at", "manager__name", "calendar_id")


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    return Asked(
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        state=data.get("state", "") if data.get("state") in State.values else "",
        manager=key_of(data.get("manager", "")),
        sort="silence" if data.get("sort") == "silence" and data.get("state") != State.CHURNED else "name",
        after=data.get("after", "")[:300].replace("\0", ""),
    )


def page(desk: Desk, wanted: Asked, *, at: datetime) -> tuple[list[Line], str]:
    """At most 80 accounts and the key of the next page, empty at the end."""
    found = _whole(desk=desk, wanted=wanted) if wanted.is_whole else _found(desk, wanted, desk.pauses().lasting(at))
    rows = [Line._make(row) for row in found]
    return rows[:PAGE], _cursor(rows[PAGE - 1], wanted.sort) if len(rows) > PAGE else ""


def whole(desk: Desk, wanted: Asked, *, at: datetime) -> "QuerySet[Account, tuple[Any, ...]]":
    """All that are asked for, as lines."""
    found = _filtered(desk.accounts(), wanted, desk.pauses().lasting(at))
    return _ordered(found, wanted).values_list(*COLUMNS)


def _found(desk: Desk, wanted: Asked, pauses: PauseQuerySet) -> "QuerySet[Account, tuple[Any, ...]]":
    return _ordered(_first(desk.accounts_in_parts(), wanted, pauses), wanted).values_list(*COLUMNS)[: PAGE + 1]


@composed
def _whole(desk: Desk, wanted: Asked) -> "QuerySet[Account, tuple[Any, ...]]":
    """The page nearly everybody begins with."""
    return _found(desk, wanted, Pause.objects.none())


def _first(parts: list[AccountQuerySet], wanted: Asked, pauses: PauseQuerySet) -> AccountQuerySet:
    """Accounts among which the page is: each part's first ones, since an index gives them in order."""
    parts = [_filtered(part, wanted, pauses) for part in parts]
    if len(parts) == 1:
        return parts[0]
    keys, *others = [_ordered(part, wanted).values("pk")[: PAGE + 1] for part in parts]
    return Account.objects.filter(pk__in=keys.union(*others))


def _filtered(accounts: AccountQuerySet, wanted: Asked, pauses: PauseQuerySet) -> AccountQuerySet:
    accounts = accounts.gone() if wanted.state == State.CHURNED else accounts.with_us()
    if wanted.state and wanted.state != State.CHURNED:
        accounts = accounts.filter(_in_state(accounts, State(wanted.state), pauses))
    if wanted.manager:
        accounts = accounts.filter(manager=wanted.manager)
    for word in wanted.q.lower().replace("ё", "е").split():
        accounts = accounts.filter(sort_name__contains=word)
    return accounts


def _in_state(accounts: AccountQuerySet, state: State, pauses: PauseQuerySet) -> Q:
    """Who is paused by agreement is paused, whatever state it is in otherwise."""
    rests = Exists(pauses.filter(account=OuterRef("pk"), project=None))
    is_in = Q(pk__in=accounts.in_state(state).order_by().values("pk"))
    return is_in | Q(rests) if state == State.PAUSED else is_in & ~Q(rests)


def _ordered(accounts: AccountQuerySet, wanted: Asked) -> AccountQuerySet:
    value, separator, key = wanted.after.rpartition("~")
    last = key_of(key) if separator else None
    if wanted.sort == "silence":
        silence = HeardOrNever("heard_at")
        if last and (moment := _moment(value)):
            accounts = accounts.filter(beyond((silence, Moment(Value(moment))), (F("pk"), last)))
        return accounts.order_by(silence, "pk")
    if last:
        accounts = accounts.filter(beyond((F("sort_name"), value), (F("pk"), last)))
    return accounts.order_by("sort_name", "pk")


def _cursor(row: Line, sort: str) -> str:
    value = row.sort_name if sort == "name" else row.heard_at.isoformat() if row.heard_at else NEVER
    return f"{value}~{row.id}"


def _moment(text: str) -> str | None:
    """The moment as the database reads it; never is before all others."""
    if text == NEVER:
        return text
    moment = moment_of(text)
    return moment.isoformat() if moment else None
