"""Setting the type of a report is left to another process: the service itself goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_a_long_report_holds_up_nothing_else_in_its_service():
    done = subprocess.run(
        [sys.executable, "-m", "tests.service.dashboards.green_report"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["pdf"] == "%PDF-"
    assert found["made_s"] > 0.4  # long enough to notice
    assert found["late_s"] < found["made_s"] / 3
    assert found["late_s"] < 0.3
