"""A long report made by the service's own code in a green process, with a clock ticking beside it.

Prints one line of JSON: `made_s`, how long the PDF took; `late_s`, the longest that the clock was
kept waiting; `pdf`, the first bytes. Run by test_heavy_reports.
"""

from __future__ import annotations

import json
import sys
import uuid

from libs.chassis import run  # first: it makes this process green, as a service is
from services.dashboards import clients
from services.dashboards.reports import making
from services.dashboards.use_cases.reports import ReportJob
from tests.ticking import beside_a_clock

STATEMENTS = 4000


class NoDatabase:
    def run(self, *_args):
        return None


def statement(number):
    return {
        "advice": False,
        "state": "active",
        "title": {"en": f"Out-of-hours shifts {number}"},
        "light": "go",
        "level": 4,
        "conditions": "none " * 20,
        "decided_at": "2026-10-02T09:00:00Z",
        "decided_by": "M. Bakker",
        "valid_from": "2026-10-02",
        "valid_until": None,
    }


def job():
    import datetime as dt

    ids = {name: uuid.uuid4() for name in ("report_id", "portfolio_id", "learner_id", "reader_id")}
    lines = {"series": [], "scale": None}
    kind = "competence_statements"
    return ReportJob(
        **ids, kind=kind, language="en", today=dt.date(2026, 11, 22), zone="Europe/Amsterdam",
        phase={}, areas=[], lines=lines,
    )  # fmt: skip


def main():
    assert run.eventlet.patcher.is_monkey_patched("socket")
    brought: list[bytes] = []
    words = {
        "institution": "Institute North",
        "learner": "Sanne de Vries",
        "reader": "J. Jansen",
        "scales": {},
        "decisions": [statement(number) for number in range(STATEMENTS)],
    }
    clients.report_words = lambda *_: words
    clients.working_for = lambda *_: None
    clients.upload = lambda *args: brought.append(args[-1]) or {}
    making._keep = lambda *_: None
    seen = beside_a_clock(lambda: making._bring(NoDatabase(), None, None, job()), tick_s=0.01)
    found = {"made_s": seen["took_s"], "late_s": seen["late_s"], "pdf": brought[0][:5].decode()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
