"""Statements that the server prepares: it parses and plans them once a connection, which for a statement that finds
its rows by an index costs several times as much as to carry it out."""

from typing import Any, Self

import psycopg
from django.db import connection
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
    connection.ensure_connection()
    cursor = _cursor(connection.connection)
    connection._prepare_cursor(cursor).execute(statement, values)  # type: ignore[attr-defined]  # as Django logs it
    return cursor.fetchall()


def _cursor(session: Any) -> _Prepared:
    """One for all statements of a connection: to make one costs half as much as to send a statement."""
    if not hasattr(session, "prepared"):
        session.prepared = _Prepared(session)
        # Django's own speaks of zones other than UTC, which our connections never are in, and takes its time.
        session.prepared.adapters.register_loader("timestamptz", TimestamptzLoader)
    cursor: _Prepared = session.prepared
    return cursor
