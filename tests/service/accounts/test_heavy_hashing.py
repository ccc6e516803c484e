"""argon2 is left to a thread: who logs in holds up nobody else who is served."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_hashing_and_judging_passwords_holds_up_nothing_else_in_the_service():
    done = subprocess.run(
        [sys.executable, "-m", "tests.service.accounts.green_hashing"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert len(found) == 4
    for way, seen in found.items():
        assert seen["took_s"] > 0.15, way  # long enough to notice
        # On the event loop the clock would stand still from the first to the last.
        assert seen["late_s"] < seen["took_s"] / 3, way
