"""Servers of a test run that was killed: found by their directory, stopped by their pid files."""

import os
import shutil
import signal
from pathlib import Path

from deploy.local import processes
from deploy.local.platform import Platform
from deploy.local.servers import PostgresServer

PREFIX = "tessera-tests-"


def run_directory(parent: Path) -> Path:
    """A directory for this run, marked with who runs it."""
    directory = parent / f"{PREFIX}{os.getpid()}"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    # The database server runs under another account and must be able to pass through.
    directory.chmod(0o755)
    processes.remember(directory / "run.json", os.getpid())
    return directory


def clear_leftovers(parent: Path) -> None:
    """Stop and delete what runs that are no longer there left behind."""
    for directory in parent.glob(f"{PREFIX}*"):
        mark = directory / "run.json"
        ours = directory.is_dir() and directory.stat().st_uid == os.geteuid()
        if not ours or not mark.exists() or processes.remembered(mark) is not None:
            continue
        for plan in directory.glob("*/plan.json"):
            Platform(plan.parent).stop()
        for pid_file in [*directory.glob("*/pid.json"), *directory.glob("*/mapper.json")]:
            pid = processes.remembered(pid_file)
            if pid is not None:
                processes.stop(pid, [(signal.SIGKILL, 5.0)])
        for memory in directory.rglob("postgres/memory.json"):
            PostgresServer(memory.parent).remove()
        shutil.rmtree(directory, ignore_errors=True)
