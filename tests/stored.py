"""All that a service keeps in its database, as one value to compare before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from libs.chassis.database import OpenDatabase

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_DIGEST = "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))"


class Stored:
    """Reads past all walls, so that a row of anybody would show."""

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self._cursor = connection.cursor()
        self._cursor.execute(_TABLES)
        self._tables = [name for (name,) in self._cursor.fetchall()]
        assert {"outbox", "audit", "idempotency"} <= set(self._tables)

    def everything(self) -> dict[str, str]:
        """How many rows and a digest of all of them, by table."""
        return {name: self._digest(name) for name in self._tables}

    def _digest(self, table: str) -> str:
        self._cursor.execute(f'{_DIGEST} FROM "{table}" t')
        row = self._cursor.fetchone()
        assert row is not None
        return str(row[0])


@contextmanager
def stored(database: OpenDatabase, admin_url: str) -> Iterator[Stored]:
    """`admin_url` is that of the superuser, at whatever database of the same server."""
    connection = psycopg2.connect(admin_url, dbname=database.engine.url.database)
    connection.autocommit = True
    try:
        yield Stored(connection)
    finally:
        connection.close()
