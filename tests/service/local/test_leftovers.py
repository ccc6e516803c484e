"""A test run that was killed leaves servers behind; the next one clears them away."""

import os
from pathlib import Path

from deploy.local import processes
from deploy.local.servers import MailServer
from tests.leftovers import PREFIX, clear_leftovers


def run_with_a_server(parent: Path, number: int, runner: int) -> MailServer:
    directory = parent / f"{PREFIX}{number}"
    server = MailServer(directory / "mail")
    server.start()
    processes.remember(directory / "run.json", runner)
    return server


def test_servers_of_a_killed_run_are_stopped_and_those_of_a_living_one_are_not(tmp_path: Path):
    killed = processes.spawn(["true"], tmp_path / "log")
    left = run_with_a_server(tmp_path, 1, killed.pid)
    killed.wait()
    living = run_with_a_server(tmp_path, 2, os.getpid())
    clear_leftovers(tmp_path)
    assert left.pid is None
    assert not left.directory.parent.exists()
    assert living.pid is not None
    living.stop()
