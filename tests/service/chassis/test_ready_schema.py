"""A service is ready when the schema of its database serves its code."""

import pytest
import sqlalchemy as sa
from nameko.containers import ServiceContainer

from libs.chassis import health
from libs.chassis.database import Database
from services.forms.service import FormsService

FIRST = "20261122_0900"


@pytest.fixture
def urls(fresh_database):
    return fresh_database("forms")


@pytest.fixture
def failing(urls, monkeypatch):
    """What /ready says of the database of a service that has begun on it."""
    monkeypatch.setattr(health, "_checks", {})
    container = ServiceContainer(FormsService, {"DATABASE_URL": urls.app_url})
    database = Database().bind(container, "database")
    database.setup()
    yield health.failing_checks
    database.stop()


def as_owner(urls, statement, **values):
    engine = sa.create_engine(urls.owner_url.replace("postgresql", "postgresql+psycopg2", 1))
    with engine.begin() as connection:
        connection.execute(sa.text(statement), values)
    engine.dispose()


def stands_at(urls, revision):
    as_owner(urls, "UPDATE alembic_version SET version_num = :revision", revision=revision)


def test_a_service_on_the_schema_of_its_own_code_is_ready(failing):
    assert failing() == {}


def test_a_service_whose_migrations_have_not_run_yet_waits_for_them(urls, failing):
    stands_at(urls, FIRST)
    assert failing() == {"database": "SchemaBehind"}


def test_a_service_that_was_put_back_to_the_version_before_is_ready_on_the_newer_schema(
    urls, failing
):
    stands_at(urls, "20991231_2359")
    assert failing() == {}


def test_a_service_without_a_schema_is_not_ready(urls, failing):
    as_owner(urls, "DELETE FROM alembic_version")
    assert failing() == {"database": "NoResultFound"}
    as_owner(urls, "DROP TABLE alembic_version")
    assert failing() == {"database": "ProgrammingError"}
