"""The two commands on a computer with nothing on it."""

import os
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("how", [("--test",), ("--user",)], ids=["root", "user with sudo"])
def test_the_commands_work_on_a_bare_debian_12(how: tuple[str, ...]):
    as_root = [] if os.geteuid() == 0 else ["sudo", "--preserve-env"]
    script = CHECKOUT / "deploy" / "local" / "bare" / "prove"
    done = subprocess.run([*as_root, script, *how], capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert "down left no process behind" in done.stdout
    assert done.stdout.rstrip().endswith("Proven")
