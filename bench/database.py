"""A database for the benchmarks, beside the product's own on the same server."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection, connections

from keepstep.postgres import server
from keepstep.postgres.provision import OWNER, provision

NAME = "keepstep_bench"


def choose() -> None:
    """From now on this process works in the benchmarks' database."""
    for alias in ("default", OWNER):
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = NAME


@contextmanager
def fresh() -> Iterator[None]:
    """Dropped, created, migrated; dropped again at the end."""
    with server.running():
        choose()
        _as_owner(f"drop database if exists {NAME} with (force)")
        provision()
        try:
            yield
        finally:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL only, and so are we
            connections[OWNER].close()
            _as_owner(f"drop database if exists {NAME} with (force)")


def _as_owner(statement: str) -> None:
    own = connections[OWNER].settings_dict
    with psycopg.connect(
        host=own["HOST"], port=own["PORT"] or None, user=own["USER"], password=own["PASSWORD"], dbname="postgres",
        autocommit=True,
    ) as owner:  # fmt: skip
        owner.execute(statement.encode())
