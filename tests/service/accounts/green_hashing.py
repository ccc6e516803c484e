"""Passwords hashed and judged by the service's own code in a green process, with a clock ticking
beside it.

Prints one line of JSON, for each way into hashing: `took_s`, how long all of it took; `late_s`,
the longest that the clock was kept waiting. Run by test_heavy_hashing.
"""

from __future__ import annotations

import json
import sys
from functools import partial

from libs.chassis import run  # first: it makes this process green, as a service is
from services.accounts.use_cases import hashing
from tests.ticking import beside_a_clock

TIMES = 20


def main():
    assert run.eventlet.patcher.is_monkey_patched("socket")
    known = hashing.hashed("correct horse battery staple")
    ways = {
        "a new password": lambda: hashing.hashed("correct horse battery staple"),
        "the right one": lambda: hashing.is_right(known, "correct horse battery staple"),
        "a wrong one": lambda: hashing.is_right(known, "correct horse battery stable"),
        "a name nobody has": lambda: hashing.is_right(None, "correct horse battery staple"),
    }
    found = {name: beside_a_clock(partial(often, work)) for name, work in ways.items()}
    sys.stdout.write(json.dumps(found) + "\n")


def often(work):
    for _ in range(TIMES):
        work()


if __name__ == "__main__":
    main()
