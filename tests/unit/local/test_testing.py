"""All tests run once, in parts; one that fails fails them all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import start_mark
from deploy.local.testing import names_tests, run_all
from tests.unit.local.test_processes import eventually

ROOT = Path(__file__).parents[3]
PASSES = "def test_it():\n    open(__file__ + '.ran', 'a').write('once')\n"
FAILS = "def test_it():\n    raise AssertionError('on purpose')\n"


@pytest.fixture(autouse=True)
def _bare_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plugins take longer to load than these tests to run."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def checkout_with(folder: Path, **parts: str) -> Path:
    for name, text in parts.items():
        place = folder / "tests" / name
        place.mkdir(parents=True)
        (place / "__init__.py").touch()
        (place / f"test_{name}.py").write_text(text)
    return folder


def test_every_part_runs_once_also_one_that_nobody_thought_of(tmp_path: Path):
    parts = dict.fromkeys(("e2e", "service", "unit", "later"), PASSES)
    assert run_all(checkout_with(tmp_path, **parts), []) == 0
    ran = {path.parent.name: path.read_text() for path in tmp_path.rglob("*.ran")}
    assert ran == dict.fromkeys(parts, "once")


@pytest.mark.parametrize("broken", ["e2e", "service", "unit"])
def test_a_failure_in_any_part_fails_the_whole_and_is_told(
    tmp_path: Path, broken: str, capfd: pytest.CaptureFixture[str]
):
    parts = dict.fromkeys(("e2e", "service", "unit"), PASSES) | {broken: FAILS}
    assert run_all(checkout_with(tmp_path, **parts), []) == 1
    said = capfd.readouterr().out
    assert "on purpose" in said
    assert said.count("1 passed in") == 2


def test_options_choose_in_all_parts_and_choosing_nothing_at_all_is_told(tmp_path: Path):
    parts = {"e2e": PASSES, "service": PASSES.replace("test_it", "test_other"), "unit": PASSES}
    checkout = checkout_with(tmp_path, **parts)
    assert run_all(checkout, ["-k", "test_other"]) == 0
    assert [path.parent.name for path in tmp_path.rglob("*.ran")] == ["service"]
    assert run_all(checkout, ["-k", "nobody_wrote_this"]) == 5


def test_a_named_file_or_test_is_told_from_the_word_of_an_option(tmp_path: Path):
    checkout = checkout_with(tmp_path, unit=PASSES)
    assert names_tests(checkout, ["-x", "tests/unit/test_unit.py::test_it"])
    assert not names_tests(checkout, ["-k", "unit", "--durations=5"])


def test_told_to_stop_it_leaves_no_pytest_behind(tmp_path: Path):
    waits = (
        "import os, time\n"
        "def test_it():\n"
        "    open('pid', 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
    )
    checkout = checkout_with(tmp_path, e2e=waits)
    ours = (
        "import pathlib, sys\n"
        "from deploy.local.testing import run_all\n"
        "run_all(pathlib.Path(sys.argv[1]), [])\n"
    )
    runner = subprocess.Popen([sys.executable, "-c", ours, str(checkout)], cwd=ROOT)
    pid = checkout / "pid"
    eventually(lambda: pid.exists() and pid.read_text() != "")
    runner.terminate()
    assert runner.wait(10) == 128 + signal.SIGTERM
    eventually(lambda: start_mark(int(pid.read_text())) is None)
