"""`keepstep work-from git PATH --project P`: steps from the log of a local repository."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.domain.agency.agency import Agency
from keepstep.domain.delivery.project import Project
from keepstep.intake import git_log
from keepstep.management.command import Command as Ours
from keepstep.postgres import tenancy
from keepstep.round import run

SHOWN = 20


def a_day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ArgumentTypeError(_("%(word)s is not a day; 2026-03-02 is.") % {"word": word}) from error


class Command(Ours):
    summary = gettext_lazy("record the work of a local repository as steps of a project; a second run adds nothing")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", choices=["git"], help=_("where the work is"))
        parser.add_argument("path", type=Path, help=_("the folder of the repository"))
        parser.add_argument("--project", required=True, metavar="P", help=_("the project's id, or its exact name"))
        parser.add_argument("--since", type=a_day, metavar="D", help=_("the first day that counts, like 2026-03-01"))
        parser.add_argument("--agency", metavar="A", help=_("the agency's id or its exact name, if there are several"))

    def handle(self, *args: Any, path: Path, project: str, since: date | None, agency: str | None, **rest: Any) -> None:
        home = _agency(agency)
        with home.entered(), translation.override(home.language):
            found = _project(project)
            try:
                count = git_log.work_from(path, found, since=since)
            except git_log.NotRead as why:
                raise CommandError(str(why)) from why
            if count:
                run.look_again(found.account_id, at=self.now())
            words = ngettext("%(n)s step recorded: %(name)s", "%(n)s steps recorded: %(name)s", count)
            self.stdout.write(words % {"n": count, "name": f"{found.name} ({found.account.name})"})


def _agency(word: str | None) -> Agency:
    with tenancy.every_agency():
        found = list(Agency.objects.filter(**_named(word)).order_by("name", "id")[:SHOWN])
    if not found and word is None:
        raise CommandError(_("There is no agency yet; `keepstep init` founds the first."))
    if not found:
        raise CommandError(_("There is no agency “%(wanted)s”.") % {"wanted": word})
    if len(found) > 1:
        names = "".join(f"\n  {agency.id}  {agency.name}" for agency in found)
        raise CommandError(_("There are several agencies; say which with --agency:") + names)
    return found[0]


def _project(word: str) -> Project:
    """Of several projects with this name the open one."""
    found = list(Project.objects.select_related("account").filter(**_named(word))[:SHOWN])
    still_open = [project for project in found if not project.closed_at]
    if not found:
        raise CommandError(_("There is no project “%(wanted)s”.") % {"wanted": word})
    if not still_open:
        raise CommandError(_("The project “%(wanted)s” is closed.") % {"wanted": word})
    if len(still_open) > 1:
        names = "".join(f"\n  {project.id}  {project.account.name}" for project in still_open)
        raise CommandError(_("Several projects are named “%(wanted)s”; say the id of one:") % {"wanted": word} + names)
    return still_open[0]


def _named(word: str | None) -> dict[str, Any]:
    if word is None:
        return {}
    try:
        return {"id": UUID(word)}
    except ValueError:
        return {"name": word}
