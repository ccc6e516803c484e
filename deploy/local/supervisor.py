"""Keeps the processes of the platform running: starts them, restarts those that die, stops them.

Run as `python -m deploy.local.supervisor RUN_DIRECTORY`; reads plan.json there and keeps
state.json. SIGTERM stops everything: stage by stage, within 25 seconds.
"""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local import processes
from deploy.local.files import read_json, write_private

LOOK_EVERY = 0.2
# Waiting before a restart doubles with each death, and starts again after a quiet time.
FIRST_WAIT, LONGEST_WAIT, QUIET = 0.5, 15.0, 60.0
STOP_WITHIN = 25.0
# The front ends its requests first, so services are still there to answer them.
FRONT_WITHIN = 8.0


@dataclass
class Child:
    """One program of the plan and its process of the moment."""

    plan: dict[str, Any]
    run: Path
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    exit_code: int | None = None
    _began: float = 0.0
    _due: float = 0.0
    _wait: float = field(default=FIRST_WAIT)

    @property
    def name(self) -> str:
        return str(self.plan["name"])

    def start(self) -> None:
        """Start the process and remember it, so it is found even when we die."""
        self.process = processes.spawn(
            self.plan["command"],
            self.run / "logs" / f"{self.name}.log",
            self.plan["environment"],
            Path(self.plan["environment"]["PYTHONPATH"]),
        )
        self._began = time.monotonic()
        processes.remember(self.run / "processes" / f"{self.name}.json", self.process.pid)

    def look(self, now: float) -> bool:
        """Notice a death, restart when due. True when anything changed."""
        if self.process is None:
            if now < self._due:
                return False
            self.restarts += 1
            self.start()
            return True
        self.exit_code = self.process.poll()
        if self.exit_code is None:
            return False
        self._wait = FIRST_WAIT if now - self._began > QUIET else min(self._wait * 2, LONGEST_WAIT)
        self._due = now + self._wait
        self.process = None
        return True

    def state(self) -> dict[str, Any]:
        """What state.json says about it."""
        return {
            "state": "waiting" if self.process is None else "running",
            "pid": None if self.process is None else self.process.pid,
            "restarts": self.restarts,
            "exit_code": self.exit_code,
        }


class Supervisor:
    """All children of one run."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.children = [Child(plan, run) for plan in read_json(run / "plan.json")["programs"]]
        self._stopping = False

    def serve(self) -> None:
        """Start everything, keep it running until a signal comes, stop everything."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            if self._stopping:
                break
            child.start()
        self._write()
        while not self._stopping:
            time.sleep(LOOK_EVERY)
            now = time.monotonic()
            changes = [child.look(now) for child in self.children if not self._stopping]
            if any(changes):
                self._write()
        self._stop()

    def _ask_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _stop(self) -> None:
        limit = time.monotonic() + STOP_WITHIN
        for stage in sorted({child.plan["stage"] for child in self.children}):
            until = min(limit, time.monotonic() + FRONT_WITHIN) if stage == 0 else limit
            self._end([child for child in self.children if child.plan["stage"] == stage], until)
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.kill()
                child.process.wait()
        (self.run / "state.json").unlink(missing_ok=True)

    def _end(self, stage: list[Child], until: float) -> None:
        living = [child.process for child in stage if child.process is not None]
        for process in living:
            process.terminate()
        for process in living:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue

    def _write(self) -> None:
        state = {child.name: child.state() for child in self.children}
        write_private(self.run / "state.json", json.dumps(state))


if __name__ == "__main__":
    Supervisor(Path(sys.argv[1])).serve()
