"""Real servers for the tests: private, started when first asked for, stopped at the end."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from deploy.local import catalogues
from deploy.local.environment import PRIVATE
from deploy.local.platform import Platform
from deploy.local.servers import (
    MailServer,
    ObjectStore,
    PostgresServer,
    RabbitServer,
    Server,
    VirusScanner,
)
from deploy.local.servers.postgres import SETTINGS_TEST
from tests.chromium import launch
from tests.databases import FreshDatabases, ServiceDatabases
from tests.leftovers import clear_leftovers, run_directory

# Tests write and drop what they like: never on servers that somebody's shell names.
for _name in PRIVATE:
    os.environ.pop(_name, None)

# How long an example takes says something of the computer, not of what it shows.
settings.register_profile("tessera", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tessera")


def pytest_collection_finish() -> None:
    """Stop at once when a test module made this whole process green: timeouts and browsers hang."""
    # Imported by the time anything could have made it green, and only then.
    patcher = sys.modules.get("eventlet.patcher")
    if patcher is not None and patcher.is_monkey_patched("thread"):
        raise pytest.UsageError("A test module called eventlet.monkey_patch() (libs.chassis.run?)")


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """The languages of the pages as `./tessera up` compiles them, for whoever runs pytest alone."""
    catalogues.build(Path(__file__).resolve().parents[1], Path(sys.executable))


@pytest.fixture(scope="session")
def server_directory() -> Iterator[Path]:
    """Where this run's servers keep their files; removed at the end."""
    clear_leftovers(Path(tempfile.gettempdir()))
    directory = run_directory(Path(tempfile.gettempdir()))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def _running(server: Server) -> Iterator[Server]:
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def rabbitmq_server(server_directory: Path) -> Iterator[RabbitServer]:
    """The broker itself, for tests that kill and restart it."""
    yield from _running(RabbitServer(server_directory / "rabbitmq"))  # type: ignore[misc]


@pytest.fixture(scope="session")
def rabbitmq_url(rabbitmq_server: RabbitServer) -> str:
    """AMQP address of the broker's administrator."""
    return rabbitmq_server.url


@pytest.fixture(scope="session")
def postgres_server(server_directory: Path) -> Iterator[PostgresServer]:
    """PostgreSQL itself, for tests that stop and restart it."""
    server = PostgresServer(server_directory / "postgres", SETTINGS_TEST)
    yield from _running(server)  # type: ignore[misc]
    server.remove()


@pytest.fixture(scope="session")
def postgres_admin_url(postgres_server: PostgresServer) -> str:
    """Address of database `postgres` as the superuser."""
    return postgres_server.url


@pytest.fixture(scope="session")
def object_store(server_directory: Path) -> Iterator[ObjectStore]:
    """An S3 server: `.url`, `.access_key`, `.secret_key`, `.client()`, `.make_bucket(name)`."""
    yield from _running(ObjectStore(server_directory / "object-store"))  # type: ignore[misc]


@pytest.fixture(scope="session")
def mail_server(server_directory: Path) -> Iterator[MailServer]:
    """A mail server: `.url` (smtp://), `.inbox_url` with JSON at /api/messages?to=."""
    yield from _running(MailServer(server_directory / "mail"))  # type: ignore[misc]


@pytest.fixture(scope="session")
def virus_scanner(server_directory: Path) -> Iterator[VirusScanner]:
    """clamd with the EICAR signature: `.url` is host:port for CLAMD_ADDRESS."""
    yield from _running(VirusScanner(server_directory / "virus-scanner"))  # type: ignore[misc]


@pytest.fixture(scope="session")
def whole_platform(server_directory: Path) -> Iterator[Platform]:
    """Everything: the six services, the gateway, live events, on servers of their own.

    `.addresses()` says where, `.environment(name)` is that of one process, `.start()` repairs.
    """
    platform = Platform(server_directory / "platform")
    platform.start()
    yield platform
    platform.stop()
    platform.backing.postgres.remove()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the same for all tests that open pages."""
    # Twice what is usual: a busy computer is not a wrong page.
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def service_database(postgres_admin_url: str) -> ServiceDatabases:
    """`service_database("forms")`: the migrated database tessera_forms, the same all session."""
    return ServiceDatabases(postgres_admin_url)


@pytest.fixture
def fresh_database(service_database: ServiceDatabases) -> Iterator[FreshDatabases]:
    """`fresh_database("forms")`: a migrated database of this test's own, dropped after it."""
    fresh = FreshDatabases(service_database)
    yield fresh
    fresh.drop_all()
