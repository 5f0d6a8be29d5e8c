"""Statements that the server prepares: it parses and plans them once a connection, which for a statement that finds
its rows by an index costs several times as much as to carry it out."""

from typing import Any, Self

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg._queries import PostgresQuery
from psycopg.types.datetime import TimestamptzLoader


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        return super().execute(query, params, **{**options, "prepare": True})

    def _send_query_prepared(self, name: bytes, pgq: PostgresQuery, *, binary: bool | None = None) -> None:
        """Django's log asks the cursor what it carried out, which for a prepared statement it forgets to note."""
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


def prepared() -> CursorWrapper:
    """A cursor for statements that are the same on every request but for their values."""
    connection.ensure_connection()
    cursor = _Prepared(connection.connection)
    # Django's own speaks of zones other than UTC, which our connections never are in, and takes its time.
    cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
    wrapped: CursorWrapper = connection._prepare_cursor(cursor)  # type: ignore[attr-defined]
    return wrapped
