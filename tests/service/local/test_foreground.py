"""`up` in the foreground: an interrupt stops everything, whenever it comes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.environment import RUN_MARK
from deploy.local.platform import Platform
from tests.service.local.stand_in import make_checkout

UP = """
import sys
from pathlib import Path
from deploy.local.foreground import stay_until_interrupted
from deploy.local.platform import Platform

platform = Platform(Path(sys.argv[1]) / ".run", Path(sys.argv[1]))
with stay_until_interrupted(platform, stay=True) as wait:
    print("starting", flush=True)
    platform.start()
    print("ready", flush=True)
    wait()
"""


@pytest.fixture
def up(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    checkout = make_checkout(tmp_path)
    command = [sys.executable, "-c", UP, str(checkout)]
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    platform = Platform(checkout / ".run", checkout)
    platform.stop()
    platform.backing.postgres.remove()


def read_until(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"it ended before it was {word}")


def test_an_interrupt_stops_everything(up: "subprocess.Popen[str]", tmp_path: Path):
    read_until(up, "ready")
    up.send_signal(signal.SIGINT)
    assert up.wait(40) == 0
    assert processes.marked(RUN_MARK, str(tmp_path / ".run")) == []


def test_a_closed_terminal_while_starting_stops_what_was_started(
    up: "subprocess.Popen[str]", tmp_path: Path
):
    read_until(up, "starting")
    time.sleep(1.5)
    up.send_signal(signal.SIGHUP)
    assert up.wait(40) == 0
    assert processes.marked(RUN_MARK, str(tmp_path / ".run")) == []


def test_what_goes_wrong_in_the_foreground_leaves_nothing_running(
    tmp_path: Path,
):
    checkout = make_checkout(tmp_path)
    fails = UP.replace("wait()", 'raise OSError("the demo broke off")')
    command = [sys.executable, "-c", fails, str(checkout)]
    root = Path(__file__).resolve().parents[3]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=90)
    platform = Platform(checkout / ".run", checkout)
    left = processes.marked(RUN_MARK, str(checkout / ".run"))
    platform.stop()
    platform.backing.postgres.remove()
    assert "ready" in ended.stdout.splitlines()
    assert "the demo broke off" in ended.stderr
    assert left == []
