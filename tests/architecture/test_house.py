"""The house keeps its shape: arrows, rooms, cards, names, sizes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
ROOMS = {
    "service.py",
    "use_cases.py",
    "use_cases",
    "projections.py",
    "projections",
    "queries.py",
    "queries",
    "domain",
    "tables.py",
    "tables",
    "clients.py",
    "settings.py",
    "migrations",
    "README.md",
    "Dockerfile",
    "__init__.py",
}
OWN_ROOMS = {
    "documents": {"objects.py", "objects"},
    "notifications": {"mail.py", "mail", "templates"},
    "dashboards": {"reports"},
    "forms": {"library"},
}
CARD_HEADINGS = ("owns", "RPC", "Events out", "Events in", "Alarms", "replay")
NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils|helpers|common|misc|manager)(\.py|_|$)")
LONGEST_FILE = 400


def tracked(*patterns):
    listing = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [line for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def test_imports_only_point_down():
    linter = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linter.returncode == 0, linter.stdout[-3000:]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_usual_rooms_and_no_other(service):
    files = tracked(f"services/{service}")
    rooms = {Path(file).relative_to(f"services/{service}").parts[0] for file in files}
    assert rooms <= ROOMS | OWN_ROOMS.get(service, set())
    assert {"service.py", "tables.py", "migrations", "README.md"} <= rooms | (
        {"tables.py"} if "tables" in rooms else set()
    )


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_card_says_what_an_operator_asks(service):
    card = (ROOT / "services" / service / "README.md").read_text()
    missing = [word for word in CARD_HEADINGS if word.lower() not in card.lower()]
    assert missing == []


def test_no_file_outgrows_a_room():
    long = {
        file: lines
        for file in tracked("*.py")
        if "/migrations/" not in file
        and (lines := len((ROOT / file).read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [file for file in tracked("*.py") if NAMES_THAT_SAY_NOTHING.search(Path(file).name)] == [
        file for file in tracked("*.py") if Path(file).name == "common_passwords.py"
    ]


def test_nothing_is_left_unfinished():
    marks = re.compile(
        r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pytest\.mark\.(skip|xfail)"
    )
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{file}:{number}"
        for file in tracked("*.py", "*.js", "*.html")
        if file != here
        for number, line in enumerate((ROOT / file).read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_the_test_run_has_one_browser():
    """A second one beside it fails whoever comes after: each holds the event loop of the thread."""
    own = "sync_" + "playwright()"
    found = {file for file in tracked("tests/*.py") if own in (ROOT / file).read_text()}
    programs = {"tests/bench/forms.py", "tests/e2e/screenshots.py"}
    assert found == {"tests/conftest.py", *programs}
