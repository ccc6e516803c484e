"""The work all sides do, and the loop that a client process runs."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable

from tests.bench.report import percentile

FIELDS = {
    "record_id": "7f1c2a52-6c57-4a39-9c5b-2d1b8b1f6f3e",
    "form": "short_practice_assessment",
    "level": 4,
    "narrative": "Clear structure, listened well, and explained the plan in plain words. "
    "Next time: check earlier what the patient expects from the visit.",
}

Call = Callable[[], None]


def check(reply: dict[str, object]) -> None:
    if reply["narrative"] != FIELDS["narrative"]:
        raise AssertionError("the reply is not what was sent")


def call_for(call: Call, seconds: float, latencies: list[float]) -> None:
    """Call again and again, one at a time."""
    until = time.perf_counter() + seconds
    now = time.perf_counter()
    while now < until:
        call()
        done = time.perf_counter()
        latencies.append(done - now)
        now = done


def in_threads(call_of: Callable[[int], Call]) -> Callable[[int, float], list[float]]:
    """A run in `concurrency` threads; `call_of(n)` gives the call of thread n."""

    def run(concurrency: int, seconds: float) -> list[float]:
        latencies: list[float] = []
        threads = [
            threading.Thread(target=call_for, args=(call_of(number), seconds, latencies))
            for number in range(concurrency)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return latencies

    return run


def obey(run: Callable[[int, float], list[float]]) -> None:
    """Read `concurrency seconds` lines from the bench and answer each with one line of JSON."""
    print("ready", flush=True)
    for line in sys.stdin:
        concurrency, seconds = line.split()
        started = time.perf_counter()
        latencies = run(int(concurrency), float(seconds))
        elapsed = time.perf_counter() - started
        outcome = {
            "calls": len(latencies),
            "per_second": len(latencies) / elapsed,
            "p50_ms": percentile(latencies, 50) * 1000,
            "p99_ms": percentile(latencies, 99) * 1000,
        }
        print(json.dumps(outcome), flush=True)
