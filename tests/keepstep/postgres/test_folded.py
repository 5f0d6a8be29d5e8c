"""The migrations that one replaces: a new database takes the one, and every other one those it has not had yet."""

from unittest.mock import patch

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from keepstep.postgres.archive import FOLDED
from keepstep.postgres.provision import OWNER

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", OWNER])]

FORMER = {"0001_squashed_0050_an_invoice_is_of_a_deal": 50}
"""How many migrations each of the former ones replaced; databases that were made with it have noted its name."""


def pending(applied: list[str]) -> list[str]:
    """The migrations of ours that a database would still go through which has had these."""
    noted = applied + [name for name, replaced in FORMER.items() if len(applied) >= replaced]
    with patch.object(MigrationRecorder, "applied_migrations", lambda _: {("keepstep", name): None for name in noted}):
        executor = MigrationExecutor(connections[OWNER])
        executor.loader.check_consistent_history(connections[OWNER])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes("keepstep"))
    return [migration.name for migration, _backwards in plan if migration.app_label == "keepstep"]


def test_every_version_goes_on_from_where_it_stands_and_a_new_one_takes_them_together() -> None:
    loader = MigrationLoader(None, replace_migrations=False)
    (folded,) = [name for app, name in loader.disk_migrations if app == "keepstep" and name.startswith(FOLDED)]
    (leaf,) = [leaf for leaf in loader.graph.leaf_nodes("keepstep") if leaf[1] != folded]
    every = [name for app, name in loader.graph.forwards_plan(leaf) if app == "keepstep"]
    replaced = [name for _app, name in loader.disk_migrations["keepstep", folded].replaces]
    assert every[: len(replaced)] == replaced
    assert pending([]) == [folded, *every[len(replaced) :]]
    assert [pending(every[:had]) for had in range(1, len(every) + 1)] == [
        every[had:] for had in range(1, len(every) + 1)
    ]
