"""The whole database in one file and back, with PostgreSQL's own programs.

A restore builds a second database, brings it up to this version, and swaps the two by name in one transaction: at
every moment there is either the old one, whole, or the new one, whole.
"""

import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.conninfo import make_conninfo

from keepstep.postgres.binaries import program
from keepstep.postgres.location import database
from keepstep.postgres.provision import OWNER, connect, create_database, migrate

DUMP = ("--format=custom", "--no-owner", "--enable-row-security")
"""An owner who is no superuser reads through its own policy, which lets it see everything."""
ROLES_OF_THIS_SERVER = ("POLICY", "ACL", "DEFAULT ACL")
"""Left out of a restore: they name roles, which may be others here; `tenancy.secure` makes them anew."""

FOLDED = "0001_squashed_"
"""How the names of those migrations begin that replace others; what they replaced is noted beside them, and counts."""

SWAPS = 5
"""How often whoever keeps coming back to the old database is shown the door."""


class CopyFailed(Exception):
    """The backup or the restore did not come about; nothing has changed."""


def write(file: Path) -> None:
    """A backup at this path, readable by its owner alone; it is there whole or not at all."""
    handle, draft = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}-")
    os.close(handle)
    try:
        _run("pg_dump", *DUMP, "--file", draft, "--dbname", _address(_name()))
        os.replace(draft, file)
    finally:
        Path(draft).unlink(missing_ok=True)


def read(file: Path) -> None:
    """Put this backup in the database's place, whatever is there. Nobody else should be using it."""
    contents = _contents(file)
    create_database()
    with _beside() as beside:
        _restore(file, contents, beside)
        with _called(beside):
            _refuse_newer()
            migrate()
        _swap(beside)


def _contents(file: Path) -> str:
    """The table of contents without what names roles."""
    lines = _run("pg_restore", "--list", str(file)).splitlines()
    return "\n".join(line for line in lines if not any(f" {kind} " in line for kind in ROLES_OF_THIS_SERVER))


@contextmanager
def _beside() -> Iterator[str]:
    """A database beside the real one; dropped at the end, unless it has taken its name."""
    beside = f"{_name()}_restore_{secrets.token_hex(4)}"
    _in_maintenance("create database {}", beside)
    try:
        yield beside
    finally:
        _in_maintenance("drop database if exists {} with (force)", beside)


def _restore(file: Path, contents: str, name: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write(contents)
        chosen.flush()
        words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--use-list", chosen.name)
        _run("pg_restore", *words, "--dbname", _address(name), str(file))


@contextmanager
def _called(name: str) -> Iterator[None]:
    """Django's connection of the owner leads to this database inside the block."""
    owner = connections[OWNER]
    former = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = name
    try:
        yield
    finally:
        owner.close()
        owner.settings_dict["NAME"] = former


def _refuse_newer() -> None:
    loader = MigrationLoader(connections[OWNER])
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    newer = [name for app, name in unknown if app == "keepstep" and not name.startswith(FOLDED)]
    if newer:
        words = _("The backup was made by a newer Keepstep (it knows %(migration)s): install that one first.")
        raise CopyFailed(words % {"migration": newer[0]})


def _swap(beside: str) -> None:
    """The old database goes only after the new one has its name. While a name is changed nobody new gets in."""
    name, former = _name(), f"{beside}_former"
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    with connect("postgres") as maintenance:
        for last in range(SWAPS, -1, -1):
            maintenance.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
            try:
                with maintenance.transaction():
                    for old, new in ((name, former), (beside, name)):
                        statement = sql.SQL("alter database {} rename to {}")
                        maintenance.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))
                break
            except psycopg.errors.ObjectInUse:
                if not last:
                    raise
    _in_maintenance("drop database {} with (force)", former)


def _in_maintenance(statement: LiteralString, name: str) -> None:
    with connect("postgres") as maintenance:
        maintenance.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _name() -> str:
    return str(connections[OWNER].settings_dict["NAME"])


def _address(name: str) -> str:
    own = database().owner
    return make_conninfo(
        host=own["HOST"], port=own["PORT"] or None, user=own["USER"], dbname=name, **database().options
    )


def _run(name: str, *words: str) -> str:
    """The password goes by the environment: a process's words can be read by everybody."""
    environment: dict[str, Any] = os.environ | {"PGPASSWORD": database().owner["PASSWORD"]}
    done = subprocess.run([program(name), *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CopyFailed(f"{name}: {done.stderr.strip()}")
    return done.stdout
