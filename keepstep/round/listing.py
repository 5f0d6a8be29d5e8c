"""What a round found, person by person, for terminals and programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import office_hours
from keepstep.duties.catalogue import catalogue
from keepstep.formulas.working_time import WorkingTime
from keepstep.round.item import Item


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to do, in the agency's words."""

    code: str
    person: str
    act: str
    client_or_lead: str
    project: str
    reason: str
    due: datetime

    @property
    def subject(self) -> str:
        """What it is about: the client or the lead, and the project if it is about one."""
        return " · ".join(filter(None, (self.client_or_lead, self.project)))

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "person": self.person,
            "subject": self.subject,
            "reason": self.reason,
            "due": self.due.isoformat(),
        }


def moment(day: date, *, at: datetime, hours: WorkingTime) -> datetime:
    """When the round of this day looks at the facts: now if it is today, else when the day's work ends."""
    if day == hours.local_day(at):
        return at
    return hours.closes(day) or datetime.combine(day, time(18), tzinfo=hours.zone)


def entries(*, day: date, at: datetime) -> list[Entry]:
    """What is still to be done on that day at that moment, by person; the agency is the one the session is in."""
    known, hours = catalogue(), office_hours()
    waiting = Q(closed_at=None) | Q(closed_at__gt=at)
    items = Item.objects.filter(waiting, day__lte=day).select_related("person", "account", "lead", "deal", "project")
    found = [
        Entry(
            code=item.duty,
            person=item.person.name,
            act=known[item.duty].act(item.facts),
            client_or_lead=item.subject,
            project=item.project.name if item.project else "",
            reason=known[item.duty].reason(item.facts),
            due=item.due.astimezone(hours.zone),
        )
        for item in items.order_by("person__name", "person", "due", "account__sort_name", "id")
        if item.duty in known
    ]
    return sorted(found, key=lambda entry: (entry.person, entry.due, -known[entry.code].weight, entry.client_or_lead))


def lines(agency: Agency, day: date, found: Iterable[Entry]) -> Iterator[str]:
    """The round as a person reads it."""
    yield f"{agency.name} · {date_format(day, 'DATE_FORMAT')}"
    is_empty = True
    for person, theirs in groupby(found, key=lambda entry: entry.person):
        is_empty = False
        yield ""
        yield person
        for entry in theirs:
            yield f"  {_due(entry.due, day)}  {entry.act} · {entry.subject}"
            yield f"         {entry.reason}"
    if is_empty:
        yield _("Nothing is left to do: the day is kept.")


def _due(due: datetime, day: date) -> str:
    """The hour; for another day its date."""
    return due.strftime("%H:%M") if due.date() == day else due.strftime("%d.%m")
