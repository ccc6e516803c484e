"""Progress of long steps, as a log and as a terminal show it."""

import sys
import time

import pytest

from deploy.local import progress

TITLE = "Installing packages"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds elsewhere takes hundredths here."""
    monkeypatch.setattr(progress, "SHORT", 0.02)
    monkeypatch.setattr(progress, "REPEAT", 0.02)


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The states that were shown, each with its title and the seconds since the beginning."""
    lines = capsys.readouterr().err.replace("\r\x1b[K", "\n").split("\n")
    found = [line.partition(f" s  {TITLE}: ") for line in lines if line]
    assert all(float(seconds) >= 0 for seconds, _, _ in found)
    return [state for _, _, state in found]


def test_a_long_step_says_again_and_again_that_it_runs_and_then_that_it_is_done(
    capsys: pytest.CaptureFixture[str],
):
    with progress.step(TITLE):
        time.sleep(0.2)
    states = shown(capsys)
    assert states[:2] == ["...", "..."]
    assert [state for state in states if state != "..."] == ["done"] == states[-1:]


def test_a_terminal_shows_it_in_one_line_that_is_written_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.step(TITLE):
        time.sleep(0.2)
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.endswith(f"{TITLE}: done\n")
    assert told.count("\r\x1b[K") == 2  # "..." and "done": a second later it would be a third


def test_a_step_that_fails_says_so_however_short_it_was(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "SHORT", 60)
    with pytest.raises(RuntimeError), progress.step(TITLE):
        raise RuntimeError
    assert shown(capsys) == ["failed"]
    with progress.step(TITLE):
        pass
    assert shown(capsys) == []
