"""All checks, in the order in which one would mend what they find."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _

from keepstep.doctor.answers import answers, whose
from keepstep.doctor.database import migrations, policies, roles, version
from keepstep.doctor.digests import digests
from keepstep.doctor.files import files
from keepstep.doctor.finding import Finding, State
from keepstep.doctor.queue import queue
from keepstep.doctor.surroundings import mail, permissions
from keepstep.doctor.telegram import bots
from keepstep.doctor.zones import zones


def inside(*, at: datetime) -> Iterator[Finding]:
    """The checks that need a database which answers."""
    for check in (version, migrations, roles, policies, queue, zones, files, whose, digests, bots):
        yield from _tried(check, at)


def around() -> Iterator[Finding]:
    """The checks that need none."""
    yield from mail()
    yield from answers()
    yield from permissions()


def _tried(check: Callable[[datetime], Iterator[Finding]], at: datetime) -> Iterator[Finding]:
    try:
        yield from check(at)
    except DatabaseError as error:
        mend = _("If the schema is old, run `keepstep migrate --database owner`.")
        yield Finding(_("database"), State.BROKEN, str(error).strip(), mend)
