"""Every table that holds rows of institutions stands behind row-level security."""

import pytest
import sqlalchemy as sa

from tests.architecture.test_house import SERVICES

# They hold ids only; see libs/chassis/tables.py.
NAMED_EXCEPTIONS = {"outbox", "inbox", "timers"}

TABLES = sa.text("""
    SELECT c.relname AS name, c.relrowsecurity AS raised, c.relforcerowsecurity AS forced,
           EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) AS has_policy
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id' AND a.attnum > 0
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT a.attisdropped
    ORDER BY c.relname
""")
ROLE = sa.text(
    "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
    " WHERE rolname = current_user"
)
OWNED = sa.text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")


def rows(url, statement):
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg2://", 1))
    try:
        with engine.connect() as connection:
            return connection.execute(statement).all()
    finally:
        engine.dispose()


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_of_institutions_has_a_forced_wall(service, service_database):
    tables = rows(service_database(service).owner_url, TABLES)
    assert tables
    open_tables = {
        table.name for table in tables if not (table.raised and table.forced and table.has_policy)
    }
    assert open_tables <= NAMED_EXCEPTIONS


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_logs_in_with_a_role_that_cannot_pass_walls(service, service_database):
    url = service_database(service).app_url
    assert rows(url, ROLE) == [(False,)]
    assert rows(url, OWNED) == [(0,)]
