"""`keepstep ledger`: whose the days were, what of the delay is ours, how quickly each side answers (§5.3)."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger_figures import Answer, By, Figures, figures
from keepstep.domain.delivery.ledger_scope import Period, Portfolio
from keepstep.domain.delivery.project import Project
from keepstep.formulas.ledger import Reaction
from keepstep.management import named
from keepstep.management.command import Command as Ours
from keepstep.outlet.percent import percent
from keepstep.web import words

BYS = {"project": By.PROJECT, "account": By.ACCOUNT, "manager": By.MANAGER}


class Command(Ours):
    summary = gettext_lazy("print whose the days were, the most exposed first")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", choices=list(BYS), default="project", help=_("what a row is about"))
        parser.add_argument("--from", dest="first", type=named.a_day, metavar="D", help=_("the first day that counts"))
        parser.add_argument("--to", dest="last", type=named.a_day, metavar="D", help=_("the last day that counts"))
        parser.add_argument("--agency", metavar="A", help=_("only this agency, by its name or id"))
        parser.add_argument("--json", action="store_true", help=_("as a list for programs"))

    def handle(
        self, *args: Any, by: str, first: date | None, last: date | None, agency: str | None, json: bool, **rest: Any
    ) -> None:
        if first and last and last < first:
            raise CommandError(_("The last day lies before the first."))
        told: list[dict[str, Any]] = []
        for one in named.agencies(agency):
            with one.entered(), translation.override(one.language):
                period = Period(first, last)
                found = figures(Portfolio(), by=BYS[by], at=self.now(), period=period)
                names = _names(BYS[by], found.rows)
                if json:
                    told += [_as_json(row, names, one) for row in found.rows]
                else:
                    self.stdout.writelines(f"{line}\n" for line in _lines(one, found, names, period))
        if json:
            self.stdout.write(_text(told))


def _text(told: list[dict[str, Any]]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _names(by: By, rows: list[Figures]) -> dict[UUID | None, str]:
    keys = [row.key for row in rows if row.key]
    if by == By.PROJECT:
        projects = Project.objects.filter(pk__in=keys).values_list("pk", "name", "account__name")
        return {key: f"{name} · {client}" for key, name, client in projects}
    if by == By.ACCOUNT:
        return dict(Account.objects.filter(pk__in=keys).values_list("pk", "name"))
    return {None: _("without an account manager"), **dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))}


def _lines(agency: Agency, found: Answer, names: dict[UUID | None, str], period: Period) -> Iterator[str]:
    yield f"{agency.name} · {words.period(period.first, period.last)}"
    if not found.rows:
        yield _("Too early: no working day is over.")
        return
    yield ""
    for row in (*found.rows, found.total):
        yield names[row.key] if row is not found.total else _("All together")
        yield f"  {_days(row)}"
        yield f"  {_answers(row)}"


def _answers(row: Figures) -> str:
    ours, theirs = (_reaction(row.reactions.get(side)) for side in (Side.US, Side.CLIENT))
    return _("we answer in %(ours)s, the client in %(theirs)s") % {"ours": ours, "theirs": theirs}


def _days(row: Figures) -> str:
    exposure = row.exposure
    said = [
        _("exposure %(value)s of %(days)s")
        % {"value": percent(exposure.exposed, exposure.days), "days": words.working_days(exposure.days)},
        _("ours %(n)s d") % {"n": exposure.ours},
        _("several sides %(n)s d") % {"n": exposure.concurrent},
        _("theirs %(n)s d (%(covered)s covered)") % {"n": exposure.theirs, "covered": exposure.theirs_covered},
        _("third %(n)s d") % {"n": exposure.third},
        _("free %(n)s d") % {"n": exposure.free},
    ]
    return " · ".join(said)


def _reaction(known: Reaction | None) -> str:
    if known is None:
        return _("too early")
    nine = _("9 of 10 in %(span)s") % {"span": words.worked(known.p90)}
    return f"{words.worked(known.median)} ({nine})"


def _as_json(row: Figures, names: dict[UUID | None, str], agency: Agency) -> dict[str, Any]:
    exposure = row.exposure
    return {
        "agency": agency.name,
        "name": names[row.key],
        "id": str(row.key) if row.key else None,
        "projects": row.projects,
        "days": exposure.days,
        "ours": exposure.ours,
        "concurrent": exposure.concurrent,
        "theirs_covered": exposure.theirs_covered,
        "theirs_uncovered": exposure.theirs_uncovered,
        "third": exposure.third,
        "free": exposure.free,
        "exposure": exposure.value,
        "reactions": {
            side: {
                "median_hours": known.median.total_seconds() / 3600,
                "p90_hours": known.p90.total_seconds() / 3600,
                "balls": known.count,
            }
            for side, known in row.reactions.items()
        },
    }
