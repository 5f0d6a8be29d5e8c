"""The list of proposals: by where they stand, the newest first, page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.sales.proposal import Proposal, State
from keepstep.postgres import words
from keepstep.postgres.keyset import before
from keepstep.web.days import key_of, moment_of

PAGE = 50
ALL = "all"
STATES: list[tuple[str, Any]] = [
    (ALL, pgettext_lazy("proposals", "in every state")), *((one.value, one.label) for one in State)
]  # fmt: skip
TONES = {State.OPENED: "amber", State.ACCEPTED: "green", State.DECLINED: "red", State.EXPIRED: "red"}


@dataclass(frozen=True)
class Asked:
    state: str
    q: str
    after: str

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        return {name: value for name, value in (("state", self.state), ("q", self.q)) if value}


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    known = {str(value) for value, _words in STATES}
    return Asked(
        state=data["state"] if data.get("state") in known else ALL,
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        after=data.get("after", "")[:100].replace("\0", ""),
    )


def page(desk: Desk, wanted: Asked, *, day: date) -> tuple[list[Proposal], str]:
    """At most 50 proposals and the key of the next page, empty at the end."""
    found = desk.proposals()
    if wanted.q:
        found = found.filter(deal__in=words.found(desk.deals(), wanted.q).order_by().values("pk"))
    moment, _tilde, key = wanted.after.partition("~")
    at, last = moment_of(moment), key_of(key)
    if at and at.tzinfo and last:
        found = found.filter(before((F("at"), at), (F("pk"), last)))
    known = found.with_standing(day).select_related("deal__person", "deal__account").order_by("-at", "-pk")
    if wanted.state != ALL:
        known = known.in_state(wanted.state)
    rows = list(known[: PAGE + 1])
    following = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{following.at.isoformat()}~{following.pk}" if following else ""


def state_of(found: Proposal) -> tuple[str, str]:
    """In words, and its colour where it has one."""
    code = State(found.state)
    return str(code.label), TONES.get(code, "")
