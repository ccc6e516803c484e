"""The whole platform of one run directory: up, status, repair, failure, down."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import requests

from deploy.local import processes, report
from deploy.local.environment import FRONT, ISSUERS, RUN_MARK, SERVICES
from deploy.local.files import read_json
from deploy.local.ownership import CLAIM
from deploy.local.platform import Platform
from deploy.local.ports import free_port
from deploy.local.problem import Problem
from deploy.local.servers import PostgresServer
from deploy.local.servers.postgres import SETTINGS_TEST
from libs.chassis.amqp.connection import connect
from tests.service.local.stand_in import make_checkout, write


@pytest.fixture(scope="module", autouse=True)
def _no_servers_of_others() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AMQP_URL", "DATABASE_URL", "S3_ENDPOINT", "SMTP_URL", "CLAMD_ADDRESS"):
            patch.delenv(name, raising=False)
        yield


def ended(platform: Platform) -> Iterator[Platform]:
    yield platform
    platform.stop()
    platform.backing.postgres.remove()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    return make_checkout(folder)


@pytest.fixture
def platform(checkout: Path) -> Iterator[Platform]:
    """A platform that does not run yet."""
    yield from ended(Platform(checkout / ".run", checkout))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform that is up; a test that hurts it repairs it."""
    checkout = make_checkout(tmp_path_factory.mktemp("checkout"))
    platform = Platform(checkout / ".run", checkout)
    platform.start()
    yield from ended(platform)


def rows(platform: Platform) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in report.status(platform)["processes"]}


def left(platform: Platform) -> list[int]:
    return processes.marked(RUN_MARK, str(platform.run))


def test_every_process_is_ready_and_shown_with_its_memory(running: Platform):
    addresses = running.addresses()
    state = report.status(running)
    assert state["state"] == "up"
    assert {row["name"] for row in state["processes"]} == {
        *("rabbitmq", "postgres", "object-store", "mail", "virus-scanner", "supervisor"),
        *SERVICES,
        *FRONT,
    }
    assert all(row["pid"] and row["memory_mib"] > 0 for row in state["processes"])
    assert requests.get(addresses.public_origin, timeout=5).text == addresses.public_origin


def test_a_start_repairs_what_was_killed_and_leaves_the_rest_alone(running: Platform):
    before, address = rows(running), running.addresses().public_origin
    for name in ("supervisor", "rabbitmq", "postgres", "accounts"):
        os.kill(int(str(before[name]["pid"])), signal.SIGKILL)
    assert report.status(running)["state"] == "degraded"
    assert running.start().public_origin == address
    after = rows(running)
    assert report.status(running)["state"] == "up"
    assert after["rabbitmq"]["port"] == before["rabbitmq"]["port"]
    assert after["object-store"]["pid"] == before["object-store"]["pid"]


def test_each_process_gets_its_own_credentials_only(running: Platform):
    addresses = running.addresses()
    environments = {name: running.environment(name) for name in (*SERVICES, *FRONT)}
    urls = [environments[name]["DATABASE_URL"] for name in SERVICES]
    assert len(set(urls)) == len(SERVICES)
    assert all("DATABASE_URL" not in environments[name] for name in FRONT)
    holders = {name for name in environments if "S3_SECRET_KEY" in environments[name]}
    assert holders == {"documents"}
    assert len({environments[name]["AMQP_URL"] for name in environments}) == len(ISSUERS)
    for issuer in ISSUERS:
        key = addresses.keys / f"{issuer}.private.json"
        assert key.stat().st_mode & 0o777 == 0o600
    public = read_json(addresses.keys / "public.json")["keys"]
    assert {key["kid"] for key in public} == set(ISSUERS)
    assert all("d" not in key for key in public)


def test_a_start_that_names_another_server_is_told_of_those_in_use(running: Platform, mail_server):
    other = Platform(running.run, running.checkout, {"SMTP_URL": mail_server.url})
    with pytest.raises(Problem, match=r"other servers(?s:.*)SMTP_URL(?s:.*)\./tessera down"):
        other.start()
    assert report.status(other)["state"] == "up"


def test_a_second_checkout_runs_beside_the_first_and_leaves_no_process_even_when_killed(
    running: Platform, platform: Platform
):
    other = platform.start()
    assert requests.get(other.public_origin, timeout=5).text == other.public_origin
    os.kill(platform.supervisor_pid or 0, signal.SIGKILL)
    platform.stop()
    assert left(platform) == []
    assert report.status(platform)["state"] == "down"
    first = running.addresses().public_origin
    assert requests.get(first, timeout=5).text == first
    assert report.status(running)["state"] == "up"


def test_no_program_is_given_the_port_that_a_server_remembers(platform: Platform):
    port = free_port()
    write(platform.run / "ports.json", json.dumps({"live_metrics": port}))
    mail = platform.backing.mail
    write(mail.directory / "memory.json", json.dumps({"port": port, "inbox_port": port}))
    platform.start()
    taken = [*(mail.memory[name] for name in mail.port_names), *platform.addresses().ports.values()]
    assert mail.port == port
    assert len(set(taken)) == len(taken)


def test_a_service_that_cannot_start_is_named_with_its_log_and_nothing_is_left(
    platform: Platform, checkout: Path
):
    write(checkout / "services/forms/service.py", "raise SystemExit('Set FORMS_COLOUR.')")
    with pytest.raises(Problem, match=r"forms stops again and again(?s:.*)Set FORMS_COLOUR\."):
        platform.start()
    assert left(platform) == []
    assert report.status(platform)["state"] == "down"


def test_a_port_in_use_is_said_before_anything_is_started(platform: Platform):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} is in use by another program"):
            platform.start(port)
    assert not (platform.run / "servers").exists()


@pytest.fixture
def somebodys_postgres(server_directory: Path) -> Iterator[PostgresServer]:
    """Not the one of the other tests: their roles have the names that a run wants for itself."""
    server = PostgresServer(server_directory / "somebodys-postgres", SETTINGS_TEST)
    server.start()
    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE elsewhere")
    connection.close()
    yield server
    server.stop()
    server.remove()


def test_servers_named_in_the_environment_are_used_and_left_alone(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    rabbitmq_url: str,
    somebodys_postgres: PostgresServer,
    object_store,
    mail_server,
    virus_scanner,
):
    settings = {
        "AMQP_URL": rabbitmq_url,
        "DATABASE_URL": somebodys_postgres.url.rpartition("/")[0] + "/elsewhere",
        "S3_ENDPOINT": object_store.url,
        "S3_ACCESS_KEY": object_store.access_key,
        "S3_SECRET_KEY": object_store.secret_key,
        "SMTP_URL": mail_server.url,
        "CLAMD_ADDRESS": virus_scanner.url,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    platform = Platform(checkout / ".run", checkout)
    try:
        addresses = platform.start()
        assert addresses.inbox is None
        assert platform.environment("notifications")["SMTP_URL"] == mail_server.url
        assert "DATABASE_URL" not in platform.environment("gateway")
        assert {row["name"] for row in report.status(platform)["processes"]} == {
            *("supervisor", *SERVICES, *FRONT)
        }
        assert not (platform.run / "servers").exists()
        assert Platform(checkout / ".run", checkout).start() == addresses
        for name in settings:
            monkeypatch.delenv(name)
        elsewhere = Platform(checkout / ".run", checkout)
        assert report.status(elsewhere)["state"] == "up"
        assert elsewhere.addresses() == addresses
        elsewhere.migrate()
        with pytest.raises(Problem, match=r"other servers(?s:.*)\./tessera down"):
            elsewhere.start()
        assert report.status(elsewhere)["state"] == "up"
    finally:
        platform.stop()
        assert not (platform.run / "outside.json").exists()
        with connect(rabbitmq_url, name="test") as connection:
            connection.channel().exchange_delete(CLAIM)
    assert object_store.pid is not None


def test_an_s3_server_without_keys_is_refused(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.delenv("S3_ACCESS_KEY", raising=False)
    monkeypatch.setenv("S3_SECRET_KEY", "x")
    with pytest.raises(Problem, match=r"S3_ENDPOINT is set, so set S3_ACCESS_KEY too\."):
        Platform(checkout / ".run", checkout).start()


def test_the_plan_with_its_secrets_is_for_the_owner_only(running: Platform):
    stages = {name: program["stage"] for name, program in running.plan().items()}
    assert max(str(stages[name]) for name in FRONT) < min(str(stages[name]) for name in SERVICES)
    plan = running.run / "plan.json"
    assert "DATABASE_URL" in json.loads(plan.read_text())["programs"][0]["environment"]
    for file in ("plan.json", "secrets.json", "servers/rabbitmq/memory.json"):
        assert (running.run / file).stat().st_mode & 0o777 == 0o600
