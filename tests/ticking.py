"""A clock that ticks beside some work, in a green process as a service is: what it was kept waiting
is what everybody else who is served would have waited."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def beside_a_clock(work: Callable[[], object], tick_s: float = 0.005) -> dict[str, float]:
    """{took_s: how long it took, late_s: the longest that the clock was kept waiting}."""
    import eventlet

    late, done = [0.0], []

    def tick() -> None:
        while not done:
            before = time.monotonic()
            eventlet.sleep(tick_s)
            late[0] = max(late[0], time.monotonic() - before - tick_s)

    ticking = eventlet.spawn(tick)
    eventlet.sleep(0)
    began = time.monotonic()
    work()
    took = time.monotonic() - began
    done.append(True)
    ticking.wait()
    return {"took_s": took, "late_s": late[0]}


def printed_by(module: str) -> Any:
    """The line of JSON that a green program of the tests prints, run as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
