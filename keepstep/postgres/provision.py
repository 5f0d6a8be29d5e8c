"""Bring a database to where this version needs it: roles, schema, policies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from psycopg import sql

from keepstep.postgres.location import database
from keepstep.postgres.tenancy import APP_ROLE, SYSTEM_ROLE

OWNER = "owner"
PROVISIONING = 0x6B656570
"""Which advisory lock keeps two that start at once from doing the same work."""


AT_THE_SAME_TIME = (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation, psycopg.errors.InternalError_)
"""Roles belong to the whole server: somebody else was creating them, for this database or another."""


def provision(*, quiet: bool = True, say: Callable[[str], None] | None = None) -> None:
    """Create the database and roles if they are missing and migrate if anything is pending."""
    create_database()
    if not pending():
        return
    with connect(connections[OWNER].settings_dict["NAME"]) as connection, _alone(connection):
        if pending():
            if say:
                say(_("Preparing the database …"))
            migrate(quiet=quiet)


def migrate(*, quiet: bool = True) -> None:
    """Whatever is pending, and then the policies and keys of every table."""
    call_command("migrate", database=OWNER, verbosity=0 if quiet else 1, interactive=False)


def pending() -> bool:
    """Whether the database is behind this version's migrations."""
    executor = MigrationExecutor(connections[OWNER])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def create_database() -> None:
    """The database, the application role (log-in, no inheritance) and the system role (no log-in)."""
    name = connections[OWNER].settings_dict["NAME"]
    try:
        connection = connect(name)
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        _create(name)
        connection = connect(name)
    with connection:
        while not _lets_the_application_in():
            try:
                with connection.transaction():
                    _create_roles(connection)
            except AT_THE_SAME_TIME:
                continue


def _create(name: str) -> None:
    with connect("postgres") as maintenance:
        try:
            maintenance.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # Another command was quicker.


@contextmanager
def _alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    connection.execute("select pg_advisory_lock(%s)", [PROVISIONING])
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(%s)", [PROVISIONING])


def connect(name: str) -> psycopg.Connection[Any]:
    return _log_in(connections[OWNER].settings_dict, name)


def _lets_the_application_in() -> bool:
    try:
        _log_in(connections["default"].settings_dict, connections[OWNER].settings_dict["NAME"]).close()
    except psycopg.OperationalError:
        return False
    return True


def _log_in(settings: dict[str, Any], name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=name,
        autocommit=True,
        **database().options,
    )


def _create_roles(connection: psycopg.Connection[Any]) -> None:
    password = database().app["PASSWORD"]
    attributes = {APP_ROLE: "login noinherit", SYSTEM_ROLE: "nologin"}
    for role, attribute in attributes.items():
        if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
            connection.execute(f"create role {role} {attribute} nosuperuser nobypassrls".encode())
    connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(APP_ROLE), sql.Literal(password)))
    connection.execute(f"grant {SYSTEM_ROLE} to {APP_ROLE}".encode())


def holds_an_agency() -> bool:
    """Whether there is anything to lose."""
    with connect(connections[OWNER].settings_dict["NAME"]) as connection:
        is_made = connection.execute("select 1 from pg_class where oid = to_regclass('public.agency')").fetchone()
        return bool(is_made and connection.execute("select 1 from agency limit 1").fetchone())
