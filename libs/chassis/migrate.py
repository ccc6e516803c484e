"""Migrations of one service: `python -m libs.chassis.migrate services.accounts`.

They run as the owner role; afterwards the application role gets what it needs and no more. Two
at once wait for each other; each statement waits at most 2 s for a lock, so traffic goes on.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from libs.chassis import pruning, tables

_LOCK = 7_203_002

_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON audit FROM {role};
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role};
"""


def run_migrations(metadata: sa.MetaData) -> None:
    """The body of every service's migrations/env.py."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=[metadata, tables.metadata])
    with context.begin_transaction():
        context.run_migrations()


def upgrade(package: str, url: str, revision: str = "head") -> None:
    """Bring the database of a service package such as `services.accounts` to a revision.

    `url` is that of the owner role. Raises sqlalchemy and alembic errors; each migration is one
    transaction, so a failed one leaves nothing behind and can be run again.
    """
    _run(package, url, lambda config: command.upgrade(config, revision))


def downgrade(package: str, url: str, revision: str) -> None:
    _run(package, url, lambda config: command.downgrade(config, revision))


def drift(package: str, url: str) -> list[Any]:
    """Differences between the mapped classes and the migrated database; empty when none."""
    service_tables = importlib.import_module(f"{package}.tables")
    engine = _engine(url)
    with engine.connect() as connection:
        migration = MigrationContext.configure(connection)
        both = [service_tables.Base.metadata, tables.metadata]
        found = compare_metadata(migration, both)  # type: ignore[arg-type]
    engine.dispose()
    return list(found)


def _engine(url: str) -> sa.Engine:
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg2://", 1),
        poolclass=sa.NullPool,
        connect_args={"options": "-c lock_timeout=2000"},
    )


def _run(package: str, url: str, act: Any) -> None:
    folder = Path(importlib.import_module(package).__file__ or "").parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    engine = _engine(url)
    with engine.connect() as connection:
        # The lock waits for as long as another migration runs, unlike the statements.
        connection.execute(sa.text("SET lock_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.execute(sa.text("SET lock_timeout = 2000"))
        connection.commit()
        config.attributes["connection"] = connection
        act(config)
        connection.commit()
        connection.execute(sa.text(pruning.INSTALL))
        _grant(connection, os.environ.get("APP_ROLE") or f"{package.rsplit('.', 1)[-1]}_app")
        connection.commit()
    engine.dispose()


def _grant(connection: sa.Connection, role: str) -> None:
    known = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(known, {"role": role}).first() is None:
        raise LookupError(f"the application role {role} does not exist")
    quoted = '"' + role.replace('"', '""') + '"'
    connection.execute(sa.text(_GRANTS.format(role=quoted)))


def main() -> None:
    if len(sys.argv) != 2 or not os.environ.get("MIGRATION_DATABASE_URL"):
        sys.exit("usage: MIGRATION_DATABASE_URL=... python -m libs.chassis.migrate services.NAME")
    upgrade(sys.argv[1], os.environ["MIGRATION_DATABASE_URL"])


if __name__ == "__main__":
    main()
