"""Servers that the environment names and that are wrong or down: said before anything is made."""

from pathlib import Path

import psycopg2
import pytest

from deploy.local.databases import with_login
from deploy.local.environment import SERVICES
from deploy.local.ownership import CLAIM, claim_virtual_host
from deploy.local.platform import Platform
from deploy.local.ports import free_port
from deploy.local.problem import Problem
from deploy.local.servers import ObjectStore, PostgresServer, RabbitServer
from libs.chassis.amqp.connection import connect


def refused(folder: Path, environment: dict[str, str]) -> str:
    """What a start says; it leaves nothing."""
    with pytest.raises(Problem) as caught:
        Platform(folder / ".run", folder, environment).start()
    assert not (folder / ".run").exists()
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("AMQP_URL", "amqp://guest:guest@127.0.0.1:{port}//"),
        ("DATABASE_URL", "postgresql://postgres@127.0.0.1:{port}/postgres"),
        ("S3_ENDPOINT", "http://127.0.0.1:{port}"),
        ("SMTP_URL", "smtp://127.0.0.1:{port}"),
        ("CLAMD_ADDRESS", "127.0.0.1:{port}"),
    ],
)
def test_a_server_that_is_down_is_named(tmp_path: Path, name: str, address: str):
    keys = {"S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    said = refused(tmp_path, {**keys, name: address.format(port=free_port())})
    assert said.startswith(f"{name}: ")
    assert "answers there" in said or "Connection refused" in said


@pytest.mark.parametrize(
    ("name", "address", "wanted"),
    [
        ("AMQP_URL", "amqps://broker.example//", "must begin with amqp://."),
        ("AMQP_URL", "amqp://guest:guest@127.0.0.1:port//", "no address that can be used"),
        ("DATABASE_URL", "host=127.0.0.1", "must begin with postgresql://."),
        ("DATABASE_URL", "postgresql+psycopg2://me@127.0.0.1/x", "must begin with postgresql://."),
        ("S3_ENDPOINT", "127.0.0.1:9000", "must begin with http:// or https://."),
        ("SMTP_URL", "mail.example:25", "must begin with smtp:// or smtp+tls:// or smtps://."),
        ("CLAMD_ADDRESS", "scanner.example", "must be host:port."),
    ],
)
def test_an_address_that_cannot_be_is_named_with_what_it_must_be(
    tmp_path: Path, name: str, address: str, wanted: str
):
    keys = {"S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    said = refused(tmp_path, {**keys, name: address})
    assert said.startswith(f"{name}: ")
    assert wanted in said


def test_a_wrong_log_in_of_the_broker_or_a_virtual_host_that_is_not_there_is_said(
    tmp_path: Path, rabbitmq_server: RabbitServer
):
    place = f"127.0.0.1:{rabbitmq_server.port}"
    said = refused(tmp_path, {"AMQP_URL": f"amqp://nobody:wrong@{place}//"})
    assert said == "AMQP_URL: the server refuses this log-in, or what it asks for."
    said = refused(tmp_path, {"AMQP_URL": f"{rabbitmq_server.url.rstrip('/')}/elsewhere"})
    assert said == "AMQP_URL: there is no such virtual host, or it is closed."


def test_a_wrong_log_in_of_the_database_or_a_role_that_may_make_nothing_is_said(
    tmp_path: Path, postgres_server: PostgresServer
):
    wrong = with_login(postgres_server.url, "postgres", "wrong", "postgres")
    said = refused(tmp_path, {"DATABASE_URL": wrong})
    assert said.startswith("DATABASE_URL: ")
    assert "password authentication failed" in said
    connection = psycopg2.connect(postgres_server.url)
    connection.autocommit = True
    connection.cursor().execute("CREATE ROLE modest LOGIN PASSWORD 'modest'")
    try:
        modest = with_login(postgres_server.url, "modest", "modest", "postgres")
        said = refused(tmp_path, {"DATABASE_URL": modest})
    finally:
        connection.cursor().execute("DROP ROLE modest")
        connection.close()
    assert "may not make databases and roles" in said


def test_wrong_keys_of_the_s3_server_are_said(tmp_path: Path, object_store: ObjectStore):
    keys = {"S3_ACCESS_KEY": object_store.access_key, "S3_SECRET_KEY": "wrong"}
    said = refused(tmp_path, {"S3_ENDPOINT": object_store.url, **keys})
    assert said.startswith("S3_ENDPOINT: the S3 server refuses: ")


def test_a_wrong_server_leaves_no_database_on_one_that_is_right(
    tmp_path: Path, postgres_server: PostgresServer
):
    named = {"DATABASE_URL": postgres_server.url, "AMQP_URL": "amqps://broker.example//"}
    with psycopg2.connect(postgres_server.url) as connection:
        cursor = connection.cursor()
        names = [f"tessera_{service}" for service in SERVICES]
        count = "SELECT count(*) FROM pg_database WHERE datname = ANY(%s)"
        cursor.execute(count, (names,))
        before = cursor.fetchone()
        refused(tmp_path, named)
        cursor.execute(count, (names,))
        assert cursor.fetchone() == before
    connection.close()


def test_a_virtual_host_serves_one_run(tmp_path: Path, rabbitmq_url: str):
    try:
        for _ in range(2):
            claim_virtual_host(tmp_path / "first", rabbitmq_url)
        with pytest.raises(Problem, match="another checkout uses this virtual host"):
            Platform(tmp_path / "second", tmp_path, {"AMQP_URL": rabbitmq_url}).start()
        assert not (tmp_path / "second" / "servers").exists()
        claim_virtual_host(tmp_path / "first", rabbitmq_url)
    finally:
        with connect(rabbitmq_url, name="test") as connection:
            connection.channel().exchange_delete(CLAIM)
