"""Databases on a PostgreSQL server that somebody else runs."""

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from deploy.local.databases import with_login
from deploy.local.environment import SERVICES
from deploy.local.platform import Platform
from deploy.local.problem import Problem
from deploy.local.schema import Schema
from deploy.local.servers import PostgresServer
from deploy.local.servers.postgres import SETTINGS_TEST
from tests.service.local.stand_in import make_checkout


@pytest.fixture(scope="module")
def server(server_directory: Path) -> Iterator[PostgresServer]:
    """Of these tests alone: they make and drop roles that other tests work with."""
    server = PostgresServer(server_directory / "named-postgres", SETTINGS_TEST)
    server.start()
    execute(server.url, "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'manages'")
    yield server
    server.stop()
    server.remove()


@pytest.fixture
def manager(server: PostgresServer) -> Iterator[str]:
    """The address of an administrator who is no superuser, as managed servers have; what it
    made is dropped."""
    yield with_login(server.url, "manager", "manages", "postgres")
    for service in SERVICES:
        execute(server.url, f"DROP DATABASE IF EXISTS tessera_{service} WITH (FORCE)")
        for role in (f"{service}_owner", f"{service}_app"):
            execute(server.url, f"DROP ROLE IF EXISTS {role}")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return make_checkout(tmp_path)


def execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def test_an_administrator_who_is_no_superuser_can_start_again_and_again(
    manager: str, checkout: Path
):
    for _ in range(2):
        schema = Schema(checkout / ".run", checkout)
        schema.bring_up_to_date(manager)
        for service, database in schema.databases(manager).items():
            with psycopg2.connect(database.app_url) as connection:
                cursor = connection.cursor()
                cursor.execute(
                    "SELECT current_database(), rolsuper OR rolbypassrls OR rolcreatedb"
                    " OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
                )
                assert cursor.fetchone() == (f"tessera_{service}", False)
            connection.close()


def test_another_checkout_on_the_same_server_is_refused_and_told_how_to_take_over(
    manager: str, checkout: Path, tmp_path: Path
):
    first = Schema(checkout / ".run", checkout)
    first.refuse_others(manager)
    first.bring_up_to_date(manager)
    first.refuse_others(manager)
    other = Schema(tmp_path / "new", checkout)
    with pytest.raises(Problem) as caught:
        other.refuse_others(manager)
    said = str(caught.value)
    assert "tessera_accounts" in said
    command, _, place = said.rpartition("take them over: ")[2].partition(" > ")
    Path(place).write_text(command.removeprefix("echo "))
    other.refuse_others(manager)
    other.bring_up_to_date(manager)
    psycopg2.connect(other.databases(manager)["forms"].app_url).close()


def test_a_start_on_what_another_checkout_made_starts_and_changes_nothing(
    manager: str, checkout: Path, tmp_path: Path
):
    first = Schema(checkout / ".run", checkout)
    first.bring_up_to_date(manager)
    other = Platform(tmp_path / "new", checkout, {"DATABASE_URL": manager})
    with pytest.raises(Problem, match="One server serves one checkout"):
        other.start()
    assert not (other.run / "servers").exists()
    assert not (other.run / "outside.json").exists()
    psycopg2.connect(first.databases(manager)["forms"].app_url).close()


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ("CREATE ROLE forms_app", "forms_app"),
        ("CREATE DATABASE tessera_forms", "tessera_forms"),
    ],
)
def test_a_role_or_database_that_no_run_made_is_left_alone(
    server: PostgresServer, manager: str, checkout: Path, made: str, named: str
):
    execute(server.url, made)
    with pytest.raises(Problem) as caught:
        Schema(checkout / ".run", checkout).refuse_others(manager)
    assert f"did not make: {named}. " in str(caught.value)
    assert "take them over" not in str(caught.value)
