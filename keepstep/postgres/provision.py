"""Bring a database to where this version needs it: roles, schema, policies."""

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from keepstep.postgres.location import database
from keepstep.postgres.tenancy import APP_ROLE, SYSTEM_ROLE

OWNER = "owner"


def provision(*, quiet: bool = True) -> None:
    """Create the database and roles if they are missing and migrate if anything is pending."""
    create_database()
    if pending():
        call_command("migrate", database=OWNER, verbosity=0 if quiet else 1, interactive=False)


def pending() -> bool:
    """Whether the database is behind this version's migrations."""
    executor = MigrationExecutor(connections[OWNER])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def create_database() -> None:
    """The database, the application role (log-in, no inheritance) and the system role (no log-in)."""
    settings = connections[OWNER].settings_dict
    try:
        connection = _connect(settings["NAME"])
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        with _connect("postgres") as maintenance:
            maintenance.execute(sql.SQL("create database {}").format(sql.Identifier(settings["NAME"])))
        connection = _connect(settings["NAME"])
    with connection:
        _create_roles(connection)


def _connect(name: str) -> psycopg.Connection:
    settings = connections[OWNER].settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


def _create_roles(connection: psycopg.Connection) -> None:
    password = database().app["PASSWORD"]
    attributes = {APP_ROLE: "login noinherit", SYSTEM_ROLE: "nologin"}
    for role, attribute in attributes.items():
        if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
            connection.execute(f"create role {role} {attribute} nosuperuser nobypassrls".encode())
    connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(APP_ROLE), sql.Literal(password)))
    connection.execute(f"grant {SYSTEM_ROLE} to {APP_ROLE}".encode())
