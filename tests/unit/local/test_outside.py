"""Servers that somebody's shell names: a run keeps to them, tests and measurements never do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import cli, commands, demo_data, processes
from deploy.local.named import Named
from deploy.local.platform import Platform
from deploy.local.servers import RabbitServer
from tests.bench import rpc
from tests.bench.platforms import a_platform

CHECKOUT = Path(__file__).resolve().parents[3]
ELSEWHERE = {
    "AMQP_URL": "amqp://nobody@127.0.0.1:1//",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x",
    "S3_ENDPOINT": "http://127.0.0.1:1",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "CLAMD_ADDRESS": "127.0.0.1:1",
}
SHOWS_WHAT_TESTS_USE = """
import sys
from collections.abc import Iterator
from pathlib import Path
import tests.conftest
from deploy.local import cli, commands, demo_data, processes
from deploy.local.named import Named
from deploy.local.platform import Platform
print(sorted(server.name for server in Platform(Path(sys.argv[1])).backing.ours))
"""


def test_no_test_writes_to_servers_that_the_shell_names(tmp_path: Path):
    shown = subprocess.run(
        [sys.executable, "-c", SHOWS_WHAT_TESTS_USE, tmp_path],
        env={**os.environ, **ELSEWHERE},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    everything = ["mail", "object-store", "postgres", "rabbitmq", "virus-scanner"]
    assert shown.stdout.strip() == str(everything)


def test_a_private_platform_to_measure_has_private_servers_whatever_the_shell_names(
    monkeypatch: pytest.MonkeyPatch,
):
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Platform, "start", lambda _: None)
    with a_platform(private=True) as platform:
        assert platform.backing.ours == platform.backing.all


def test_the_broker_to_measure_is_a_private_one_whatever_the_shell_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AMQP_URL", ELSEWHERE["AMQP_URL"])
    for name in ("start", "stop"):
        monkeypatch.setattr(RabbitServer, name, lambda _: None)
    monkeypatch.setattr(RabbitServer, "url", "amqp://private")
    with rpc.broker(tmp_path) as url:
        assert url == "amqp://private"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A run that was started in another shell, on servers that only that shell names."""
    run = tmp_path / ".run"
    Named(run, ELSEWHERE).keep()
    supervisor = subprocess.Popen(["sleep", "60"], start_new_session=True)
    processes.remember(run / "supervisor.json", supervisor.pid)
    monkeypatch.setattr(commands, "Platform", lambda: Platform(run, tmp_path))
    yield run
    assert supervisor.poll() is None, "it was stopped"
    supervisor.kill()
    supervisor.wait()


def test_a_run_is_seen_to_be_up_from_a_shell_that_does_not_name_its_servers(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
):
    assert (elsewhere / "outside.json").stat().st_mode & 0o777 == 0o600
    assert cli.main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "up"


def test_a_start_with_other_servers_is_refused_and_stops_nothing(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SMTP_URL", ELSEWHERE["SMTP_URL"])
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:2/x")
    assert cli.main(["up"]) == 1
    said = capsys.readouterr().err
    assert "Stop it first: ./tessera down" in said
    assert "DATABASE_URL" in said
    assert "SMTP_URL" not in said


def test_what_a_run_that_died_was_started_with_binds_nobody(tmp_path: Path):
    Named(tmp_path, ELSEWHERE).keep()
    platform = Platform(tmp_path, tmp_path, {})
    platform.refuse_other_servers()
    platform.backing.named.keep()
    assert platform.backing.ours == platform.backing.all


def test_keys_of_an_s3_server_that_is_not_named_are_nobodys():
    named = Named(Path("nowhere"), {"S3_ACCESS_KEY": "key", "S3_BUCKET": "ours", "HOME": "/"})
    assert named.wished == {"S3_BUCKET": "ours"}


@pytest.mark.parametrize(
    ("place", "loads"), [("127.0.0.1:1", False), ("private", True), ("127.0.0.1:2", True)]
)
def test_the_demo_of_another_database_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, loads: bool
):
    (tmp_path / "demo.json").write_text(json.dumps({"logins": [], "database": place}))
    loaded: list[int] = []
    monkeypatch.setattr(demo_data, "load", lambda _, learners: loaded.append(learners))
    demo_data.load_once(Platform(tmp_path, tmp_path, ELSEWHERE))
    assert bool(loaded) is loads
