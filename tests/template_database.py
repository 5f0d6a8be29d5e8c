"""The migrated database each process of the tests copies: it is made once for what the migrations say."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

import keepstep
from keepstep.postgres import tenancy
from keepstep.postgres.provision import OWNER, connect, provision

PREFIX = "keepstep_template_"
MAKING = 0x74656D70
"""Which advisory lock lets one process make it while the others wait."""


def copy(name: str) -> None:
    """Anew, and from now on the database of this process."""
    with connect("postgres") as server, _alone(server):
        template = PREFIX + _digest()
        if not _is_there(server, template):
            _make(server, template)
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        server.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
    _use(name)


def _digest() -> str:
    """Of whatever decides how a migrated database looks."""
    package = Path(keepstep.__file__).parent
    files = [file for folder in ("migrations", "postgres") for file in sorted((package / folder).glob("*.py"))]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _make(server: psycopg.Connection[Any], template: str) -> None:
    """Under a name of its own until it is whole: who is interrupted leaves no half of it to be copied."""
    unfinished = f"{PREFIX}unfinished"
    for (old,) in server.execute("select datname from pg_database where datname like %s", [f"{PREFIX}%"]).fetchall():
        server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(old)))
    _use(unfinished)
    provision()
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"grant truncate on all tables in schema public to {tenancy.APP_ROLE}")
    connections[OWNER].close()
    server.execute(
        sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(template))
    )


def _use(name: str) -> None:
    for alias in ("default", OWNER):
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def _is_there(server: psycopg.Connection[Any], name: str) -> bool:
    return bool(server.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


@contextmanager
def _alone(server: psycopg.Connection[Any]) -> Iterator[None]:
    server.execute("select pg_advisory_lock(%s)", [MAKING])
    try:
        yield
    finally:
        server.execute("select pg_advisory_unlock(%s)", [MAKING])
