"""Statements that the server prepares: it parses and plans them once a connection, which for a statement that finds
its rows by an index costs several times as much as to carry it out."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg._queries import PostgresQuery
from psycopg.types.datetime import TimestamptzLoader


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        return super().execute(query, params, **{**options, "prepare": True})

    def _send_query_prepared(self, name: bytes, pgq: PostgresQuery, *, binary: bool | None = None) -> None:
        """Django's log asks the cursor what it carried out, which for a prepared statement it forgets to note."""
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


def rows(statement: str, values: Any = None) -> list[Any]:
    """The rows of a statement that is the same on every request but for its values."""
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    cursor = _cursor(ours.connection)
    ours._prepare_cursor(cursor).execute(statement, values)  # type: ignore[attr-defined]  # as Django logs it
    return cursor.fetchall()


def keys(ids: Iterable[UUID]) -> str:
    """An array of keys in PostgreSQL's spelling, which is made in a fraction of the time the driver would take."""
    return f"{{{','.join(map(str, ids))}}}"


def _cursor(session: Any) -> _Prepared:
    """One for all statements of a connection: to make one costs half as much as to send a statement."""
    if not hasattr(session, "prepared"):
        session.prepared = _Prepared(session)
        # Django's own speaks of zones other than UTC, which our connections never are in, and takes its time.
        session.prepared.adapters.register_loader("timestamptz", TimestamptzLoader)
    cursor: _Prepared = session.prepared
    return cursor
