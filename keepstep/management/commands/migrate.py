"""Django's `migrate` with what each migration adds taken together, followed by the policies and keys of every table."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections

from keepstep.postgres.tenancy import secure
from keepstep.postgres.together import Executor

migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]  # it has no other place to say which


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            call_command("createcachetable", database=options["database"], verbosity=0)
            secure(connections[options["database"]])
