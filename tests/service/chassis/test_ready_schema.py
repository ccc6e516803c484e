"""A service starts, and is ready, when the schema of its database serves its code."""

import json
import signal
import time
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from nameko.containers import ServiceContainer

from libs.chassis import health, testing
from libs.chassis.database import Database
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts import forms as contract
from libs.contracts.faults import ServiceUnavailable
from services.forms.service import FormsService
from tests.service.chassis.rpc.processes import ServiceProcess
from tests.service.chassis.test_events import eventually

FIRST = "20261122_0900"
NEWER = "20991231_2359"


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
    stands_at(urls, NEWER)
    assert failing() == {}


def test_a_service_without_a_schema_is_not_ready(urls, failing):
    as_owner(urls, "DELETE FROM alembic_version")
    assert failing() == {"database": "NoResultFound"}
    as_owner(urls, "DROP TABLE alembic_version")
    assert failing() == {"database": "ProgrammingError"}


# -- the process -------------------------------------------------------------------------------


@pytest.fixture
def environment(urls, rabbitmq_url, tmp_path):
    keys = testing.keys(tmp_path / "keys", "forms")
    return {"DATABASE_URL": urls.app_url, "AMQP_URL": rabbitmq_url, **keys}


@pytest.fixture
def forms(environment, tmp_path):
    """The process of forms, started when a test says so."""
    service = ServiceProcess("services.forms", tmp_path, environment)
    yield service
    service.stop()


@pytest.fixture
def client(rabbitmq_url, tmp_path):
    keys = testing.keys(tmp_path / "keys", "gateway")
    client = RpcClient(rabbitmq_url, "gateway", read_private_key(keys["PASSPORT_PRIVATE_KEY_FILE"]))
    yield client
    client.close()


def waits_for(service, reason):
    """It lives, and says why it has not started."""
    assert eventually(lambda: lines(service, "start_awaited") == [reason], within_s=20)
    assert service.page("/live")[0] == 200
    status, text = service.page("/ready")
    said = json.loads(text)["failing"]
    return status == 503 and said == {"started": "RuntimeError", "database": reason}


def lines(service, event):
    return [one.get("reason", "") for one in service.log_lines() if one["event"] == event]


@contextmanager
def unreachable(urls, postgres_admin_url):
    """A database that lets nobody in during the block."""
    name = sa.make_url(urls.app_url).database
    allow = f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS '
    run_as(postgres_admin_url, allow + "false")
    try:
        yield
    finally:
        run_as(postgres_admin_url, allow + "true")


def run_as(url, statement):
    engine = sa.create_engine(url.replace("postgresql", "postgresql+psycopg2", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_nobody_is_answered_on_a_schema_of_before_and_the_start_goes_on_once_it_is_migrated(
    urls, forms, client, somebody
):
    stands_at(urls, FIRST)
    forms.start(wait=False)
    assert waits_for(forms, "SchemaBehind")
    with pytest.raises(ServiceUnavailable):
        client.call(contract.DEFINITIONS, somebody, kind="form")
    stands_at(urls, NEWER)
    forms.wait_until_ready()
    assert client.call(contract.DEFINITIONS, somebody, kind="form")["definitions"] == []
    assert [len(lines(forms, what)) for what in ("start_awaited", "start_goes_on")] == [1, 1]


def test_a_start_without_a_database_waits_for_it_too_for_nobody_knows_its_schema(
    urls, forms, postgres_admin_url
):
    with unreachable(urls, postgres_admin_url):
        forms.start(wait=False)
        assert waits_for(forms, "OperationalError")
    forms.wait_until_ready()


def test_a_service_on_the_schema_of_its_own_code_waits_for_nothing(forms):
    forms.start()
    assert lines(forms, "start_awaited") == lines(forms, "start_goes_on") == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_wait_at_once_and_in_peace(urls, forms, number):
    stands_at(urls, FIRST)
    forms.start(wait=False)
    assert waits_for(forms, "SchemaBehind")
    began = time.monotonic()
    forms.send(number)
    assert forms.wait() == 0
    assert time.monotonic() - began < 3
    assert lines(forms, "service_started") == lines(forms, "start_goes_on") == []


def test_without_an_address_of_a_database_there_is_nothing_to_wait_for(environment, tmp_path):
    service = ServiceProcess("services.forms", tmp_path, environment | {"DATABASE_URL": None})
    assert service.start(wait=False).wait() == 2
