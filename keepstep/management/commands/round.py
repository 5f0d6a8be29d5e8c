"""`keepstep round`: find what each person must do that day, and print it."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import office_hours
from keepstep.management import named
from keepstep.management.command import Command as Ours
from keepstep.round.listing import entries, lines, moment
from keepstep.round.run import run


class Command(Ours):
    summary = gettext_lazy("run the round of a day and print what each person must do")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=named.a_day, metavar="D", help=_("such as 2026-03-02; today by default"))
        parser.add_argument("--agency", metavar="A", help=_("only this agency, by its name or id"))
        parser.add_argument("--json", action="store_true", help=_("as a list for programs"))

    def handle(self, *args: Any, day: date | None, agency: str | None, json: bool, **options: Any) -> None:
        self.found: list[dict[str, Any]] = []
        for number, one in enumerate(named.agencies(agency)):
            if number and not json:
                self.stdout.write()
            with one.entered(), translation.override(one.language):
                self._round(one, day, self.now(), as_json=json)
        if json:
            self.stdout.write(_as_json(self.found))

    def _round(self, agency: Agency, day: date | None, at: datetime, *, as_json: bool) -> None:
        hours = office_hours()
        day = day or hours.local_day(at)
        at = moment(day, at=at, hours=hours)
        run(day=day, at=at)
        found = entries(day=day, at=at)
        if as_json:
            heading = {"agency": agency.name, "day": day.isoformat()}
            self.found += [entry.as_json() | heading for entry in found]
        else:
            self.stdout.writelines(f"{line}\n" for line in lines(agency, day, found))


def _as_json(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)
