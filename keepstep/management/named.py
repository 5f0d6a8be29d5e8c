"""What an option names: a day, an agency, a project; where it names none or several, the command ends and says so."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.delivery.project import Project
from keepstep.postgres import tenancy

SHOWN = 20


def a_day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ArgumentTypeError(_("%(word)s is not a day; 2026-03-02 is.") % {"word": word}) from error


def agencies(word: str | None) -> list[Agency]:
    """All of them, or those of this name or id."""
    with tenancy.every_agency():
        found = list(Agency.objects.filter(**_named(word)).order_by("name", "id"))
    if not found and word is None:
        raise CommandError(_("There is no agency yet; `keepstep init` founds the first."))
    if not found:
        raise CommandError(_("There is no agency “%(wanted)s”.") % {"wanted": word})
    return found


def agency(word: str | None) -> Agency:
    """The one there is, or the one of this name or id."""
    found = agencies(word)
    if len(found) > 1:
        names = "".join(f"\n  {one.id}  {one.name}" for one in found[:SHOWN])
        raise CommandError(_("There are several agencies; say which with --agency:") + names)
    return found[0]


def project(word: str) -> Project:
    """By its id or its exact name; of several projects with this name the open one."""
    found = _projects(word)
    still_open = [one for one in found if not one.closed_at]
    return _only(word, found if len(found) == 1 else still_open or found)


def open_project(word: str) -> Project:
    """The same; a closed one is none."""
    still_open = [one for one in _projects(word) if not one.closed_at]
    if not still_open:
        raise CommandError(_("The project “%(wanted)s” is closed.") % {"wanted": word})
    return _only(word, still_open)


def _projects(word: str) -> list[Project]:
    found = list(Project.objects.select_related("account__calendar", "agency").filter(**_named(word))[:SHOWN])
    if not found:
        raise CommandError(_("There is no project “%(wanted)s”.") % {"wanted": word})
    return found


def _only(word: str, found: list[Project]) -> Project:
    if len(found) > 1:
        names = "".join(f"\n  {one.id}  {one.account.name}" for one in found)
        raise CommandError(_("Several projects are named “%(wanted)s”; say the id of one:") % {"wanted": word} + names)
    return found[0]


def _named(word: str | None) -> dict[str, Any]:
    if word is None:
        return {}
    try:
        return {"id": UUID(word)}
    except ValueError:
        return {"name": word}
