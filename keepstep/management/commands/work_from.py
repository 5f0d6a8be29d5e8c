"""`keepstep work-from git PATH --project P`: steps from the log of a local repository."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.intake import git_log
from keepstep.management import named
from keepstep.management.command import Command as Ours
from keepstep.round import run


class Command(Ours):
    summary = gettext_lazy("record the work of a local repository as steps of a project; a second run adds nothing")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", choices=["git"], help=_("where the work is"))
        parser.add_argument("path", type=Path, help=_("the folder of the repository"))
        parser.add_argument("--project", required=True, metavar="P", help=_("the project's id, or its exact name"))
        parser.add_argument(
            "--since", type=named.a_day, metavar="D", help=_("the first day that counts, like 2026-03-01")
        )
        parser.add_argument("--agency", metavar="A", help=_("the agency's id or its exact name, if there are several"))

    def handle(self, *args: Any, path: Path, project: str, since: date | None, agency: str | None, **rest: Any) -> None:
        home = named.agency(agency)
        with home.entered(), translation.override(home.language):
            found = named.open_project(project)
            try:
                work = git_log.work_from(path, found, since=since)
            except git_log.NotRead as why:
                raise CommandError(str(why)) from why
            if work.steps:
                run.look_again(found.account_id, at=self.now())
            words = ngettext("%(n)s step recorded: %(name)s", "%(n)s steps recorded: %(name)s", work.steps)
            self.stdout.write(words % {"n": work.steps, "name": f"{found.name} ({found.account.name})"})
            if work.merged:
                self.stdout.write(_left_out(work.merged))


def _left_out(n: int) -> str:
    words = ngettext(
        "%(n)s commit left out: it came with a merge that is a step already.",
        "%(n)s commits left out: they came with merges that are steps already.",
        n,
    )
    return words % {"n": n}
