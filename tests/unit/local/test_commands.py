"""The commands: what is passed on to the tools, and what is said when something is missing."""

import json
import os
from pathlib import Path

import pytest

from deploy.local import cli, commands
from deploy.local.platform import Platform


class Executed(Exception):
    """Stands for the process that would have become the command."""


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    noted: list[str] = []

    def execv(_: str, command: list[str]) -> None:
        noted.extend(command[1:])
        raise Executed

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.chdir(Path.cwd())
    return noted


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    run = tmp_path / ".run"
    monkeypatch.setattr(commands, "Platform", lambda: Platform(run, tmp_path))
    return run


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [
        ([], ["-m", "not slow"]),
        (["--slow"], []),
        (["-x", "-k", "unit"], ["-m", "not slow", "-x", "-k", "unit"]),
    ],
)
def test_all_tests_run_but_the_slow_ones_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], passed_on: list[str]
):
    ran: list[list[str]] = []
    monkeypatch.setattr(commands, "run_all", lambda _, given: ran.append(given) or 0)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    assert cli.main(["test", *arguments]) == 0
    assert ran == [passed_on]


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [
        (["tests/unit", "-q"], ["-m", "pytest", "-m", "not slow", "tests/unit", "-q"]),
        (["-m", "slow", "tests/faults"], ["-m", "pytest", "-m", "slow", "tests/faults"]),
    ],
)
def test_named_tests_run_in_one_pytest_the_slow_ones_only_when_asked_for(
    executed: list[str], arguments: list[str], passed_on: list[str]
):
    with pytest.raises(Executed):
        cli.main(["test", *arguments])
    assert executed == passed_on


def test_a_measurement_gets_its_own_arguments(executed: list[str]):
    with pytest.raises(Executed):
        cli.main(["bench", "rpc", "--json"])
    assert executed == ["-m", "tests.bench.rpc", "--json"]


def test_an_unknown_measurement_is_answered_with_the_known_ones(
    executed: list[str], capsys: pytest.CaptureFixture[str]
):
    assert cli.main(["bench", "report"]) == 1
    assert "Name one measurement: " in capsys.readouterr().err
    assert executed == []


def test_the_status_of_what_never_ran_is_down(stopped: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["status", "--json"]) == 0
    state = json.loads(capsys.readouterr().out)
    assert (state["state"], state["address"], state["memory_mib"]) == ("down", None, 0)
    assert all(row["pid"] is None for row in state["processes"])


@pytest.mark.parametrize("command", [["seed"], ["demo", "--learners", "3"], ["replay", "forms"]])
def test_commands_on_a_running_platform_say_how_to_start_one(
    stopped: Path, capsys: pytest.CaptureFixture[str], command: list[str]
):
    assert cli.main(command) == 1
    assert "./tessera up --detach" in capsys.readouterr().err


def test_stopping_what_does_not_run_is_no_error(stopped: Path):
    assert cli.main(["down"]) == 0
    assert not stopped.exists()


def test_the_log_asked_for_is_shown_and_an_unknown_one_answered_with_the_known(
    stopped: Path, capfd: pytest.CaptureFixture[str]
):
    (stopped / "logs").mkdir(parents=True)
    (stopped / "logs" / "forms.log").write_text("ready\n")
    assert cli.main(["logs", "forms"]) == 0
    assert capfd.readouterr().out == "ready\n"
    assert cli.main(["logs", "colours"]) == 1
    assert "There are: forms" in capfd.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_cannot_be_is_refused(stopped: Path, port: str):
    with pytest.raises(SystemExit):
        cli.main(["up", "--port", port])
    assert not stopped.exists()
