"""`keepstep doctor`: look the installation over and say how to mend it."""

import sys
from typing import Any, ClassVar

import psycopg
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.doctor import checks
from keepstep.doctor.finding import Finding, State
from keepstep.management.command import Command as Ours
from keepstep.management.command import Reach
from keepstep.postgres import server
from keepstep.postgres.binaries import NoPostgres
from keepstep.postgres.cluster import ClusterUnusable
from keepstep.postgres.provision import create_database

UNREACHABLE = (NoPostgres, ClusterUnusable, server.ServerFailed, psycopg.Error)


class Command(Ours):
    summary = gettext_lazy("look the installation over and say how to mend it")
    reach: ClassVar[Reach] = Reach.NONE

    def handle(self, *args: Any, **options: Any) -> None:
        states = [*self._database(), *map(self._tell, checks.around())]
        if State.BROKEN in states:
            sys.exit(1)

    def _database(self) -> list[State]:
        """A database that does not answer is a finding, not the end."""
        try:
            with server.running():
                create_database()
                return [self._tell(finding) for finding in checks.inside(at=self.now())]
        except UNREACHABLE as error:
            mend = _("See the log of PostgreSQL in the data folder, or DATABASE_URL.")
            return [self._tell(Finding(_("database"), State.BROKEN, str(error).strip(), mend))]

    def _tell(self, finding: Finding) -> State:
        sign = {State.WELL: "✓", State.NOTE: "·", State.BROKEN: "✗"}[finding.state]
        self.stdout.write(f"{sign} {finding.part}: {finding.words}")
        if finding.mend:
            self.stdout.write(f"  → {finding.mend}")
        return finding.state
