"""Databases and roles of the services: two roles each, the owner for migrations, one for work."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql


@dataclass(frozen=True)
class Databases:
    """Addresses of one service's database, as its owner and as its application role."""

    owner_url: str
    app_url: str


def with_login(url: str, role: str, password: str, database: str) -> str:
    """The same server under another role and database; the query part (sslmode, ...) stays."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    login = f"{quote(role, safe='')}:{quote(password, safe='')}"
    return urlunsplit((parts.scheme, f"{login}@{place}", f"/{database}", parts.query, ""))


def make_role(admin_url: str, role: str, password: str, mark: str | None = None) -> None:
    """Make a role that can log in and nothing more, or give it this password again.

    `mark` becomes the comment on it: whose it is.
    """
    with _connected(admin_url) as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        # Only a superuser may so much as name these of a role that is there.
        start = sql.SQL(
            "ALTER ROLE {}"
            if cursor.fetchone()
            else "CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
        ).format(sql.Identifier(role))
        # One message is one transaction: there is no role without its mark.
        cursor.execute(
            sql.SQL("{} LOGIN PASSWORD {}; COMMENT ON ROLE {} IS {}").format(
                start, sql.Literal(password), sql.Identifier(role), sql.Literal(mark)
            )
        )


def marks_of(
    admin_url: str, databases: Sequence[str], roles: Sequence[str]
) -> dict[str, str | None]:
    """The marks of those that are there; a database has that of its owner."""
    with _connected(admin_url) as cursor:
        cursor.execute(
            "SELECT datname, shobj_description(datdba, 'pg_authid') FROM pg_database"
            " WHERE datname = ANY(%s) UNION ALL"
            " SELECT rolname, shobj_description(oid, 'pg_authid') FROM pg_roles"
            " WHERE rolname = ANY(%s)",
            (list(databases), list(roles)),
        )
        return dict(cursor.fetchall())


def make_database(admin_url: str, name: str, owner: str, connectors: Sequence[str]) -> bool:
    """Make a database that only its owner and `connectors` may open. False when it was there."""
    with _connected(admin_url) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if cursor.fetchone():
            return False
        _create(cursor, name, owner, template="template1")
        _open_to(cursor, name, connectors)
    return True


def copy_database(
    admin_url: str, template: str, name: str, owner: str, connectors: Sequence[str]
) -> None:
    """Make `name` as a copy of `template`, to which nobody may be connected."""
    with _connected(admin_url) as cursor:
        _create(cursor, name, owner, template)
        _open_to(cursor, name, connectors)


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database and whoever is connected to it."""
    with _connected(admin_url) as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _create(cursor: "psycopg2.extensions.cursor", name: str, owner: str, template: str) -> None:
    # A managed server's administrator is no superuser and must belong to the role it hands to.
    cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
    cursor.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template)
        )
    )


def _open_to(cursor: "psycopg2.extensions.cursor", name: str, roles: Sequence[str]) -> None:
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    for role in roles:
        cursor.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(role)
            )
        )


class _connected:
    """A cursor outside any transaction: CREATE DATABASE wants that."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> "psycopg2.extensions.cursor":
        self._connection = psycopg2.connect(self._url)
        self._connection.autocommit = True
        return self._connection.cursor()

    def __exit__(self, *_: object) -> None:
        self._connection.close()
