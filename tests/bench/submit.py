"""Short assessments through the gateway over HTTP: how many a second, and how soon they are shown.

`python -m tests.bench.submit [--json] [--count 3000] [--steady 25]`. Requests are made beforehand
through the use cases; trainers send them with their sessions: two thirds as fast as so many
clients can, the rest at a steady rate. Freshness is from the instant in the receipt (the begin of
the transaction) until another connection sees the data points in the read model.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from deploy.local.demo import waiting
from deploy.local.platform import Platform
from tests.bench.platforms import a_platform
from tests.bench.report import Bound, Figure, Table, percentile, report
from tests.submissions.school import School, eventually, school
from tests.submissions.sending import Receipt, send_all
from tests.submissions.truth import Truth, lost, twice

# Each gets 25 of the 3,000 at once: already more than a learner collects in a month.
LEARNERS = 120
CLIENTS = 8
LOOK_EVERY_S = 0.02
BOUNDS = (
    Bound("freshness_p99_ms", at_most=1000),
    Bound("lost", at_most=0),
    Bound("twice", at_most=0),
)
_NEW_IN_MODEL = """
SELECT id::text FROM contribution WHERE institution_id = %(school)s AND NOT id::text = ANY(%(seen)s)
  AND EXISTS (SELECT 1 FROM point WHERE point.contribution_id = contribution.id)
"""


class Watch:
    """Notes when each contribution shows in the read model, as another reader would see it."""

    def __init__(self, truth: Truth, school_id: object) -> None:
        self._connection = truth.connect("dashboards")
        self._connection.autocommit = True
        self._school = str(school_id)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.seen: dict[str, float] = {}

    def __enter__(self) -> Watch:
        self._note(0.0)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._connection.close()

    def _look(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            self._note(time.time())

    def _note(self, at: float) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(_NEW_IN_MODEL, {"school": self._school, "seen": list(self.seen)})
            for (contribution_id,) in cursor.fetchall():
                self.seen[contribution_id] = at or time.time()


def measure(platform: Platform, count: int, per_second: float) -> dict[str, Figure]:
    """All figures; raises AssertionError when the read model never catches up."""
    with school(platform, LEARNERS) as one:
        truth = Truth(platform, one.institution.id)
        asked = one.ask(count)
        _caught_up(truth)
        fast = count * 2 // 3
        began = time.perf_counter()
        at_once = send_all(platform.public_origin(), asked[:fast], clients=CLIENTS)
        took = time.perf_counter() - began
        _caught_up(truth)
        _at_rest(platform, truth)
        steady, lags = _steady(platform, one, truth, asked[fast:], per_second)
        _caught_up(truth)
        receipts = [*at_once, *steady]
        given = truth.given()
        return {
            "count": count,
            "per_second": fast / took,
            "p50_ms": percentile([one.seconds * 1000 for one in at_once], 50),
            "p99_ms": percentile([one.seconds * 1000 for one in at_once], 99),
            "steady_per_second": per_second,
            "steady_p50_ms": percentile([one.seconds * 1000 for one in steady], 50),
            "steady_p99_ms": percentile([one.seconds * 1000 for one in steady], 99),
            "freshness_p50_ms": percentile(lags, 50),
            "freshness_p99_ms": percentile(lags, 99),
            "lost": lost(receipts, given) + len(truth.differences()),
            "twice": twice(given),
        }


def _steady(
    platform: Platform, one: School, truth: Truth, asked: Sequence[Any], per_second: float
) -> tuple[list[Receipt], list[float]]:
    """Receipts of the steady part, and the ms from commit to read model of each."""
    with Watch(truth, one.institution.id) as watch:
        origin = platform.public_origin()
        receipts = send_all(origin, asked, clients=4 * CLIENTS, per_second=per_second)
        ids = {receipt.contribution_id for receipt in receipts}
        eventually(lambda: ids <= watch.seen.keys(), "the read model shows every Send", 120)
    return receipts, [
        max(0.0, watch.seen[one.contribution_id] - _instant(one.sent_at)) * 1000 for one in receipts
    ]


def _instant(text: str) -> float:
    return dt.datetime.fromisoformat(text).timestamp()


def _at_rest(platform: Platform, truth: Truth) -> None:
    """Wait until the mails of the burst are out too: what follows is measured by itself."""
    mails = "SELECT count(*) FROM timers WHERE kind = 'send_mail' AND due_at <= now()"
    eventually(
        lambda: (
            waiting.all_heard(platform.backing.amqp_admin())
            and truth.rows("notifications", mails)[0][0] == 0
        ),
        "everybody has heard of the burst",
        300,
    )


def _caught_up(truth: Truth) -> None:
    eventually(lambda: not truth.differences(), "the read model equals the facts", 300)


def table_of(figures: dict[str, Figure]) -> Table:
    rows = [[name, value] for name, value in figures.items()]
    return Table("Short assessments through the gateway", ("figure", "value"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench submit", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--steady", type=float, default=25.0, help="Sends a second")
    options = parser.parse_args(arguments)
    with a_platform() as platform:
        figures = measure(platform, options.count, options.steady)
    return report([table_of(figures)], figures, BOUNDS, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
