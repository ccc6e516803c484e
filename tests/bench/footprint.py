"""Memory of every process when idle, and how soon a second start is ready.

`python -m tests.bench.footprint [--json]`. Always on a private platform: it is started, stopped and
started again with `./tessera`'s own means; the second start is timed until every process says that
it is ready. Then a few dozen log-ins are tried, and all is idle again. Memory is resident MiB of a
process and what its children have of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from deploy.local.environment import FRONT, SERVICES
from deploy.local.platform import Platform
from deploy.local.report import status
from tests.bench.platforms import a_platform
from tests.bench.report import Bound, Figure, Table, report
from tests.submissions.school import post

IDLE_S = 10.0
LOG_INS = 40
LOG_INS_AT_ONCE = 8
BOUNDS = (Bound("mib_per_service_max", at_most=100), Bound("ready_s", at_most=25))


def measure(platform: Platform) -> dict[str, Figure]:
    """`ready_s` of a second start, and the memory of each process some seconds later."""
    with contextlib.redirect_stdout(sys.stderr):
        platform.stop()
        began = time.monotonic()
        platform.start()
    ready_s = time.monotonic() - began
    try_log_ins(platform)
    time.sleep(IDLE_S)
    rows = status(platform)["processes"]
    memory = {row["name"]: float(row["memory_mib"]) for row in rows}
    figures: dict[str, Figure] = {f"mib_{name}": mib for name, mib in memory.items()}
    ours = {name: memory[name] for name in (*SERVICES, *FRONT)}
    return figures | {
        "mib_per_service_max": max(ours.values()),
        "mib_services": sum(ours.values()),
        "mib_total": sum(memory.values()),
        "ready_s": ready_s,
    }


def try_log_ins(platform: Platform) -> None:
    """Passwords are checked for unknown names too, so nobody needs to be there to cost memory."""

    def attempt(number: int) -> int:
        body = {"user_name": f"nobody-{number}", "password": "Welkom!Mozaiek7"}
        return post(platform, "/api/v1/session", body)[0]

    with ThreadPoolExecutor(LOG_INS_AT_ONCE) as people:
        answers = set(people.map(attempt, range(LOG_INS)))
    if answers != {401}:
        raise RuntimeError(f"log-ins were answered with {sorted(answers)}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench footprint", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(arguments)
    with a_platform(private=True) as platform:
        figures = measure(platform)
    rows = [[name, value] for name, value in figures.items()]
    table = Table("Memory when idle (MiB) and the second start", ("figure", "value"), rows)
    return report([table], figures, BOUNDS, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
