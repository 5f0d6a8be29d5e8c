"""`keepstep stalls`: the projects that stand still now, whose ball it is, and the rung each has reached."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep import desk
from keepstep.desk import Desk
from keepstep.domain.agency import ladder
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.delivery.ball import Side
from keepstep.management import named
from keepstep.management.command import Command as Ours
from keepstep.round.case import Case, cases
from keepstep.web import words

ALL = 10**6


class Command(Ours):
    summary = gettext_lazy("print the projects that stand still, those under the greatest pressure first")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", metavar="A", help=_("only this agency, by its name or id"))
        parser.add_argument("--json", action="store_true", help=_("as a list for programs"))

    def handle(self, *args: Any, agency: str | None, json: bool, **options: Any) -> None:
        at = self.now()
        told: list[dict[str, Any]] = []
        for one in named.agencies(agency):
            with one.entered(), translation.override(one.language):
                found = list(_ahead(desk.of_management(one), at))
                if json:
                    told += [_as_json(case, one, coming) for case, coming in found]
                else:
                    self.stdout.writelines(f"{line}\n" for line in _lines(one, found, at))
        if json:
            self.stdout.write(_text(told))


class Next(NamedTuple):
    """The rung that fires next, and on which day."""

    audience: str
    day: date


Coming = Next | None


def _ahead(management: Desk, at: datetime) -> Iterator[tuple[Case, Coming]]:
    """Each case with what comes by its own ladder, in days of its own calendar."""
    found, ladders = cases(management, at=at, most=ALL), ladder.with_rungs()
    times, today = management.times_of(one.calendar for one in found), management.working_time.local_day(at)
    for one in found:
        ahead = ladder.fires_next(ladder.in_force(one.since, known=ladders), one.days)
        day = times[one.calendar].add_days(today, ahead[1] - one.days) if ahead else None
        yield one, Next(ahead[0].audience, day) if ahead and day else None


def _text(told: list[dict[str, Any]]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _lines(agency: Agency, found: list[tuple[Case, Coming]], at: datetime) -> Iterator[str]:
    yield f"{agency.name} · {date_format(office_hours().local_day(at), 'DATE_FORMAT')}"
    if not found:
        yield _("Every project moves.")
    nothing = _("no step, and nothing is awaited")
    for case, coming in found:
        yield ""
        yield f"{case.name} · {case.client}"
        yield f"  {words.stall(case.days)} · {case.rung} · {Audience(case.audience).label}"
        yield f"  {case.holder or Side(case.side).label}: {case.awaited or nothing}"
        if case.person:
            yield f"  → {case.person}"
        if coming:
            yield f"  {_('Next rung: ')}{date_format(coming.day, 'DATE_FORMAT')} · {Audience(coming.audience).label}"


def _as_json(case: Case, agency: Agency, coming: Coming) -> dict[str, Any]:
    return {
        "agency": agency.name,
        "project": case.name,
        "project_id": str(case.project),
        "client": case.client,
        "since": case.since.isoformat(),
        "days": case.days,
        "rung": case.rung,
        "audience": case.audience,
        "is_pushed": case.is_pushed,
        "side": case.side,
        "holder": case.holder,
        "awaited": case.awaited,
        "person": case.person,
        "taken_by": case.taker,
        "taken_at": case.taken_at.isoformat() if case.taken_at else None,
        "moved_at": case.moved_at.isoformat() if case.moved_at else None,
        "next_audience": coming.audience if coming else None,
        "next_day": coming.day.isoformat() if coming else None,
    }
