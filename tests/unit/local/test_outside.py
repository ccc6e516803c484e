"""Servers that somebody's shell names: never those of tests and measurements."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.platform import Platform
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
from pathlib import Path
import tests.conftest
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
