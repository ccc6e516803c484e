"""Passwords hashed and judged by the service's own code in a green process, with a clock ticking
beside it.

Prints one line of JSON, for each way into hashing: `took_s`, how long all of it took; `late_s`,
the longest that the clock was kept waiting. Run by test_heavy_hashing.
"""

from __future__ import annotations

import json
import sys
import time

from libs.chassis import run  # first: it makes this process green, as a service is

import eventlet  # isort: skip

from services.accounts.use_cases import hashing

TIMES = 20
TICK_S = 0.005


def main():
    assert run.eventlet.patcher.is_monkey_patched("socket")
    known = hashing.hashed("correct horse battery staple")
    ways = {
        "a new password": lambda: hashing.hashed("correct horse battery staple"),
        "the right one": lambda: hashing.is_right(known, "correct horse battery staple"),
        "a wrong one": lambda: hashing.is_right(known, "correct horse battery stable"),
        "a name nobody has": lambda: hashing.is_right(None, "correct horse battery staple"),
    }
    found = {name: beside_a_clock(work) for name, work in ways.items()}
    sys.stdout.write(json.dumps(found) + "\n")


def beside_a_clock(work):
    late, done = [0.0], []

    def tick():
        while not done:
            before = time.monotonic()
            eventlet.sleep(TICK_S)
            late[0] = max(late[0], time.monotonic() - before - TICK_S)

    ticking = eventlet.spawn(tick)
    eventlet.sleep(0)
    began = time.monotonic()
    for _ in range(TIMES):
        work()
    took = time.monotonic() - began
    done.append(True)
    ticking.wait()
    return {"took_s": took, "late_s": late[0]}


if __name__ == "__main__":
    main()
