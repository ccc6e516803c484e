"""Processes: known by more than their pid, stopped alone, restarted when they die."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import processes
from deploy.local.files import read_json, write_private

CHECKOUT = Path(__file__).resolve().parents[3]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


def test_a_pid_that_was_given_to_somebody_else_is_not_ours(tmp_path: Path):
    note = tmp_path / "pid.json"
    processes.remember(note, os.getpid())
    assert processes.remembered(note) == os.getpid()
    note.write_text(json.dumps({"pid": os.getpid(), "mark": "another boot/1"}))
    assert processes.remembered(note) is None


def test_a_process_that_ended_is_forgotten_also_before_its_parent_looked(tmp_path: Path):
    note = tmp_path / "pid.json"
    child = processes.spawn(SLEEP, tmp_path / "log")
    processes.remember(note, child.pid)
    os.kill(child.pid, signal.SIGKILL)
    eventually(lambda: processes.remembered(note) is None)
    child.wait()


def test_a_process_lives_until_its_last_thread_has_let_its_port_go(tmp_path: Path):
    lingering = (
        "import ctypes, threading, time\n"
        "threading.Thread(target=time.sleep, args=(2,)).start()\n"
        "ctypes.CDLL(None).pthread_exit(None)\n"
    )
    child = processes.spawn([sys.executable, "-c", lingering], tmp_path / "log")
    stat = Path(f"/proc/{child.pid}/stat")
    eventually(lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z")
    assert processes.start_mark(child.pid) is not None
    eventually(lambda: processes.start_mark(child.pid) is None)
    child.wait()


def test_a_process_that_ignores_the_first_signal_gets_the_second(tmp_path: Path):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('on', flush=True); "
    log = tmp_path / "log"
    child = processes.spawn([sys.executable, "-c", deaf + "time.sleep(60)"], log)
    eventually(lambda: "on" in log.read_text())
    processes.stop(child.pid, [(signal.SIGTERM, 0.3), (signal.SIGKILL, 5.0)])
    assert child.wait() == -signal.SIGKILL


def test_processes_of_a_run_are_found_by_their_mark_and_no_others(tmp_path: Path):
    ours = processes.spawn(SLEEP, tmp_path / "log", {"TESSERA_RUN": str(tmp_path)})
    other = processes.spawn(SLEEP, tmp_path / "log", {"TESSERA_RUN": f"{tmp_path}-other"})
    try:
        eventually(lambda: processes.marked("TESSERA_RUN", str(tmp_path)) == [ours.pid])
    finally:
        for child in (ours, other):
            child.kill()
            child.wait()


def test_secrets_are_written_for_their_owner_only(tmp_path: Path):
    write_private(tmp_path / "secrets.json", "{}")
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_a_log_that_grew_long_is_put_aside(tmp_path: Path):
    log = tmp_path / "one.log"
    log.write_bytes(b"x" * (processes.LOG_LIMIT + 1))
    processes.spawn(["true"], log).wait()
    assert log.stat().st_size == 0
    assert (tmp_path / "one.1.log").stat().st_size > processes.LOG_LIMIT


class Run:
    """A supervisor over programs of the test."""

    def __init__(self, folder: Path, programs: dict[str, tuple[int, str]]) -> None:
        self.folder = folder
        plan = [
            {
                "name": name,
                "command": [sys.executable, "-c", script],
                "environment": {"PYTHONPATH": str(CHECKOUT)},
                "stage": stage,
            }
            for name, (stage, script) in programs.items()
        ]
        write_private(folder / "plan.json", json.dumps({"programs": plan}))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.supervisor", str(folder)], cwd=CHECKOUT
        )

    def pid(self, name: str) -> int | None:
        return processes.remembered(self.folder / "processes" / f"{name}.json")

    def state(self, name: str) -> dict[str, object]:
        return read_json(self.folder / "state.json").get(name, {})

    def stop(self) -> float:
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(30)
        return time.monotonic() - began


def test_a_program_that_dies_is_started_again_and_the_others_are_left_alone(tmp_path: Path):
    run = Run(tmp_path, {"one": (1, "import time; time.sleep(60)"), "two": (1, SLEEP[2])})
    eventually(lambda: run.pid("one") is not None and run.pid("two") is not None)
    first, other = run.pid("one"), run.pid("two")
    os.kill(first or 0, signal.SIGKILL)
    eventually(lambda: run.pid("one") not in (None, first))
    eventually(lambda: run.state("one").get("restarts") == 1)
    assert run.pid("two") == other
    run.stop()
    assert run.pid("one") is None
    assert run.pid("two") is None


def test_a_program_that_cannot_start_is_tried_ever_more_slowly(tmp_path: Path):
    run = Run(tmp_path, {"one": (1, "print('no database'); raise SystemExit(2)")})
    time.sleep(6)
    restarts = run.state("one").get("restarts")
    state = run.state("one")
    run.stop()
    assert restarts in (2, 3)
    assert state["exit_code"] == 2
    assert "no database" in (tmp_path / "logs" / "one.log").read_text()


def test_the_front_ends_before_the_services_it_asks(tmp_path: Path):
    says = (
        "import signal, sys, time, pathlib\n"
        "def end(*_):\n"
        "    time.sleep(0.3)\n"
        f"    open({str(tmp_path / 'order')!r}, 'a').write(NAME + ' ')\n"
        "    sys.exit()\n"
        "signal.signal(15, end)\n"
        "print('on', flush=True)\n"
        "time.sleep(60)\n"
    )
    names = {"service": 1, "gateway": 0}
    run = Run(tmp_path, {name: (at, f"NAME = {name!r}\n{says}") for name, at in names.items()})
    for name in names:
        log = tmp_path / "logs" / f"{name}.log"
        eventually(lambda log=log: log.exists() and "on" in log.read_text())
    assert run.stop() < 5
    assert (tmp_path / "order").read_text().split() == ["gateway", "service"]
