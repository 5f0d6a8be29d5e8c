"""Leads in a list: which are asked for, and a page of them, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales.lead import Lead, LeadQuerySet, State
from keepstep.domain.sales.lead_import import made_by
from keepstep.domain.sales.sign import normalised
from keepstep.domain.sales.source_figures import CAMPAIGN
from keepstep.postgres import words
from keepstep.postgres.keyset import before
from keepstep.web.days import day_of, key_of, moment_of

PAGE = 50
DAY = timedelta(days=1)
ALL, LIVE = "all", "live"
"""Everything; everything but what was merged into another, as figures count it."""
TABS = [
    (State.UNSORTED, _("Unsorted")),
    (State.TAKEN, _("In work")),
    (State.ATTACHED, _("Clients’")),
    (State.DEAL, _("Became deals")),
    (State.REJECTED, _("Rejected")),
    (ALL, _("All")),
]
ANSWERED = {"yes": _("answered"), "no": _("not answered yet")}
QUALIFIED = {"yes": _("qualified"), "no": _("not qualified yet")}


@dataclass(frozen=True)
class Asked:
    q: str
    state: str
    source: UUID | None
    person: UUID | None
    qualified: str
    after: str
    answered: str = ""
    campaign: str | None = None
    of_import: UUID | None = None
    since: date | None = None
    until: date | None = None

    @property
    def source_key(self) -> str:
        return str(self.source or "")

    @property
    def person_key(self) -> str:
        return str(self.person or "")

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.source or self.person or self.qualified or self.opened)

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        said = {"state": self.state, "q": self.q, "source": self.source_key, "person": self.person_key,
                "qualified": self.qualified}  # fmt: skip
        return {name: value for name, value in said.items() if value} | self.opened

    @property
    def opened(self) -> dict[str, str]:
        """What a figure that was opened asks besides; the filter keeps it."""
        days = {name: day.isoformat() for name, day in (("since", self.since), ("until", self.until)) if day}
        if self.of_import:
            days["import"] = str(self.of_import)
        return days | ({"answered": self.answered} if self.answered else {}) | self._of_campaign

    @property
    def _of_campaign(self) -> dict[str, str]:
        """An empty one asks for leads of no campaign."""
        return {} if self.campaign is None else {"campaign": self.campaign}


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    known = {*(str(value) for value, _words in TABS), LIVE}
    return Asked(
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        state=data["state"] if data.get("state") in known else State.UNSORTED.value,
        source=key_of(data.get("source", "")),
        person=key_of(data.get("person", "")),
        qualified=data["qualified"] if data.get("qualified") in QUALIFIED else "",
        after=data.get("after", "")[:100].replace("\0", ""),
        answered=data["answered"] if data.get("answered") in ANSWERED else "",
        campaign=data["campaign"][:200].replace("\0", "") if "campaign" in data else None,
        of_import=key_of(data.get("import", "")),
        since=day_of(data.get("since", "")),
        until=day_of(data.get("until", "")),
    )


def page(desk: Desk, wanted: Asked) -> tuple[list[Lead], str]:
    """At most 50 leads and the key of the next page, empty at the end."""
    found = _after(chosen(desk, wanted), wanted.after)
    rows = list(found.select_related("source", "person", "account", "reason")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.came_at.isoformat()}~{last.pk}" if last else ""


def chosen(desk: Desk, wanted: Asked) -> LeadQuerySet:
    """All that are asked for, in no order."""
    return _opened(_narrowed(_in_state(desk.leads(), wanted.state), wanted), wanted, desk.working_time.zone)


def _in_state(leads: LeadQuerySet, state: str) -> LeadQuerySet:
    if state == LIVE:
        return leads.exclude(state=State.MERGED)
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
    return words.found(leads, wanted.q)


def _opened(leads: LeadQuerySet, wanted: Asked, zone: ZoneInfo) -> LeadQuerySet:
    if wanted.answered:
        leads = leads.filter(responded_at__isnull=wanted.answered == "no")
    if wanted.campaign is not None:
        leads = leads.annotate(of=CAMPAIGN).filter(of=wanted.campaign.lower())
    if wanted.of_import:
        leads = leads.filter(pk__in=made_by(wanted.of_import).values("pk"))
    if wanted.since:
        leads = leads.filter(came_at__gte=_begins(wanted.since, zone))
    if wanted.until:
        leads = leads.filter(came_at__lt=_begins(wanted.until + DAY, zone))
    return leads


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _after(leads: LeadQuerySet, after: str) -> LeadQuerySet:
    moment, _tilde, key = after.partition("~")
    last: UUID | None = key_of(key)
    at: datetime | None = moment_of(moment)
    if last and at and at.tzinfo:
        leads = leads.filter(before((F("came_at"), at), (F("pk"), last)))
    return leads.order_by("-came_at", "-pk")
