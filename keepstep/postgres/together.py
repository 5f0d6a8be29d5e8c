"""Operations of a migration carried out together.

Every table hangs on the agency, so that Django renders all models anew for each operation; here they are rendered once,
when all of them are known.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OURS = "keepstep"
ADDING = (CreateModel, AddField, AddIndex, AddConstraint)
"""What such an operation adds, it can add as well when the others of its migration are known."""


class Together(Operation):
    """Each table is created as it is in the end, and to those that were there before is added what is new."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # a cached property: rendered when it is asked for again
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self._models(app_label, to_state):
            schema_editor.create_model(model)
        for one in self.operations:
            if not self._comes_with_its_table(one):
                one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for one in reversed(self.operations):
            if not self._comes_with_its_table(one):
                one.database_backwards(app_label, schema_editor, from_state, to_state)
        for model in reversed(self._models(app_label, from_state)):
            schema_editor.delete_model(model)

    def _models(self, app_label: str, state: ProjectState) -> list[Any]:
        return [state.apps.get_model(app_label, name) for name in self._created]

    def _comes_with_its_table(self, operation: Operation) -> bool:
        return isinstance(operation, CreateModel) or operation.model_name_lower in self._created  # type: ignore[attr-defined]

    @property
    def _created(self) -> list[str]:
        return [one.name_lower for one in self.operations if isinstance(one, CreateModel)]

    def describe(self) -> str:
        return "What is new together"


class Executor(MigrationExecutor):
    """Django's, which takes together whatever a migration of ours adds in one go."""

    def apply_migration(self, state: ProjectState, migration: Migration, *args: Any, **options: Any) -> ProjectState:
        if migration.app_label == OURS:
            migration.operations = list(gathered(migration.operations))  # type: ignore[misc]  # Django does so itself
        return super().apply_migration(state, migration, *args, **options)


def gathered(operations: Sequence[Operation]) -> Iterator[Operation]:
    for adds, several in groupby(operations, key=lambda one: isinstance(one, ADDING)):
        if adds:
            yield Together(list(several))
        else:
            yield from several
