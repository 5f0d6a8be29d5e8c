"""Tenancy held by the database: which agency a session is in, and the policies that keep it there.

`design.md` §3. The application role sees the rows of the session's agency only; `secure()` puts the
policies, keys and grants in place after every migration, so that no table can be forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func

from keepstep.postgres import prepared

APP_ROLE = "keepstep_app"
SYSTEM_ROLE = "keepstep_system"


class CurrentAgency(Func):
    """The agency the session is in; without one the expression is null and the row is refused."""

    template = "(nullif(current_setting('app.agency_id', true), '')::uuid)"
    output_field = models.UUIDField()


class NewKey(Func):
    """A UUIDv7 made by the database (RFC 9562), for rows that are inserted by a statement."""

    template = "keepstep_uuid7()"
    output_field = models.UUIDField()


@contextmanager
def entered(agency_id: UUID) -> Iterator[None]:
    """Be in this agency inside the block; the former agency, or none, returns after it."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        former = _set_agency(str(agency_id))
        try:
            yield
        finally:
            # What is set for a transaction ends with it.
            if not is_outermost and not connection.needs_rollback:
                _set_agency(former)


@contextmanager
def every_agency() -> Iterator[None]:
    """See all agencies inside the block: for finding an agency by an address, never for its content."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {SYSTEM_ROLE}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("set local role none")


def _set_agency(value: str) -> str:
    [(former, *_)] = prepared.rows(
        "with former as materialized (select coalesce(current_setting('app.agency_id', true), '') as id)"
        " select former.id, set_config('app.agency_id', %s, true),"
        # What is prepared finds its rows by keys, whichever they are: planning it for each of them gains nothing.
        " set_config('plan_cache_mode', 'force_generic_plan', true) from former",
        [value],
    )
    return str(former)


def tenant_models() -> list[type[models.Model]]:
    """The models whose rows belong to one agency, the agency itself first."""
    ours = apps.get_app_config("keepstep").get_models()
    return [model for model in ours if _agency_column(model)]


def _agency_column(model: type[models.Model]) -> str | None:
    if model._meta.label == "keepstep.Agency":
        return "id"
    return "agency_id" if any(field.name == "agency" for field in model._meta.concrete_fields) else None


def secure(owner: BaseDatabaseWrapper) -> None:
    """Grants, forced row-level security and composite keys for every table. May be run again at any time."""
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        _grant(cursor)
        for model in tenant_models():
            _force_policies(cursor, model)
            _add_composite_keys(cursor, model)
        for model in tenant_models():
            _add_references(cursor, model)


def _grant(cursor: Any) -> None:
    for role in (APP_ROLE, SYSTEM_ROLE):
        cursor.execute(f"grant usage on schema public to {role}")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {role}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {role}")
        cursor.execute(f"revoke insert, update, delete on django_migrations from {role}")


def _force_policies(cursor: Any, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, _agency_column(model)
    mine = f"{column} = (select nullif(current_setting('app.agency_id', true), '')::uuid)"
    cursor.execute(f"alter table {table} enable row level security")
    cursor.execute(f"alter table {table} force row level security")
    for name, role, condition in (
        ("own_agency", APP_ROLE, mine),
        ("every_agency", SYSTEM_ROLE, "true"),
        ("migrations", "current_user", "true"),
    ):
        cursor.execute(f"drop policy if exists {name} on {table}")
        cursor.execute(f"create policy {name} on {table} to {role} using ({condition}) with check ({condition})")


def _add_composite_keys(cursor: Any, model: type[models.Model]) -> None:
    if _agency_column(model) == "agency_id":
        _add_constraint(cursor, model._meta.db_table, "key_within_agency", "unique (agency_id, id)")


def _add_references(cursor: Any, model: type[models.Model]) -> None:
    """Plain foreign keys look past row-level security, so each one also names the agency."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or field.name == "agency" or target not in tenant_models():
            continue
        _add_constraint(
            cursor,
            model._meta.db_table,
            f"{field.name}_within_agency",
            f"foreign key (agency_id, {field.column}) references {target._meta.db_table} (agency_id, id)"
            " deferrable initially deferred",
        )


def _add_constraint(cursor: Any, table: str, name: str, definition: str) -> None:
    full_name = f"{table}_{name}"[:63]
    cursor.execute("select 1 from pg_constraint where conname = %s and conrelid = %s::regclass", [full_name, table])
    if not cursor.fetchone():
        cursor.execute(f"alter table {table} add constraint {full_name} {definition}")
