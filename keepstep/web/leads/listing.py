"""Leads in a list: which are asked for, and a page of them, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales.lead import Lead, LeadQuerySet, State
from keepstep.domain.sales.sign import normalised
from keepstep.postgres.keyset import before
from keepstep.web.days import key_of, moment_of

PAGE = 50
ALL = "all"
TABS = [
    (State.UNSORTED, _("Unsorted")),
    (State.TAKEN, _("In work")),
    (State.ATTACHED, _("Clients’")),
    (State.DEAL, _("Became deals")),
    (State.REJECTED, _("Rejected")),
    (ALL, _("All")),
]
QUALIFIED = {"yes": _("qualified"), "no": _("not qualified yet")}


@dataclass(frozen=True)
class Asked:
    q: str
    state: str
    source: UUID | None
    person: UUID | None
    qualified: str
    after: str

    @property
    def source_key(self) -> str:
        return str(self.source or "")

    @property
    def person_key(self) -> str:
        return str(self.person or "")

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.source or self.person or self.qualified)

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        said = {"state": self.state, "q": self.q, "source": self.source_key, "person": self.person_key,
                "qualified": self.qualified}  # fmt: skip
        return {name: value for name, value in said.items() if value}


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    known = {str(value) for value, _words in TABS}
    return Asked(
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        state=data["state"] if data.get("state") in known else State.UNSORTED.value,
        source=key_of(data.get("source", "")),
        person=key_of(data.get("person", "")),
        qualified=data["qualified"] if data.get("qualified") in QUALIFIED else "",
        after=data.get("after", "")[:100].replace("\0", ""),
    )


def page(desk: Desk, wanted: Asked) -> tuple[list[Lead], str]:
    """At most 50 leads and the key of the next page, empty at the end."""
    found = _after(_narrowed(_in_state(desk.leads(), wanted.state), wanted), wanted.after)
    rows = list(found.select_related("source", "person", "account", "reason")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.came_at.isoformat()}~{last.pk}" if last else ""


def _in_state(leads: LeadQuerySet, state: str) -> LeadQuerySet:
    return leads if state == ALL else leads.filter(state=state)


def _narrowed(leads: LeadQuerySet, wanted: Asked) -> LeadQuerySet:
    if wanted.source:
        leads = leads.filter(source=wanted.source)
    if wanted.person:
        leads = leads.filter(person=wanted.person)
    if wanted.qualified:
        leads = leads.filter(qualified_at__isnull=wanted.qualified == "no")
    if "@" in wanted.q:
        return leads.bearing("email", normalised(wanted.q))
    if wanted.q.startswith("+"):
        return leads.bearing("phone", "+" + "".join(filter(str.isdigit, wanted.q)))
    for word in wanted.q.lower().replace("ё", "е").split():
        leads = leads.filter(sort_name__contains=word)
    return leads


def _after(leads: LeadQuerySet, after: str) -> LeadQuerySet:
    moment, _tilde, key = after.partition("~")
    last: UUID | None = key_of(key)
    at: datetime | None = moment_of(moment)
    if last and at and at.tzinfo:
        leads = leads.filter(before((F("came_at"), at), (F("pk"), last)))
    return leads.order_by("-came_at", "-pk")
