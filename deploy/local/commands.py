"""What each command does."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local import demo_data, report
from deploy.local.foreground import stay_until_interrupted
from deploy.local.platform import CHECKOUT, Platform
from deploy.local.problem import Problem
from deploy.local.testing import names_tests, run_all

LOG_LINES = 200


def up(chosen: argparse.Namespace) -> int:
    """Start everything and, without --detach, stay until Ctrl-C."""
    platform = Platform()
    # Before what stops everything when it goes wrong: what runs is somebody's.
    platform.refuse_other_servers()
    with stay_until_interrupted(platform, stay=not chosen.detach) as wait:
        was_up = platform.is_up()
        addresses = platform.start(chosen.port)
        if not was_up:
            report.remember_start(platform, float(os.environ.get("TESSERA_BEGAN", time.time())))
        logins = [] if chosen.no_demo else demo_data.load_once(platform)
        print(report.welcome(addresses, logins), flush=True)
        wait()
    return 0


def down(_: argparse.Namespace) -> int:
    """Stop everything."""
    Platform().stop()
    return 0


def status(chosen: argparse.Namespace) -> int:
    """Show each process; exit code 1 when anything that should run does not."""
    state = report.status(Platform())
    print(json.dumps(state) if chosen.json else report.table(state))
    return 0 if state["state"] != "degraded" else 1


def logs(chosen: argparse.Namespace) -> int:
    """Show the end of a log."""
    folder = Platform().run / "logs"
    log = folder / f"{chosen.service}.log"
    known = sorted(path.stem for path in folder.glob("*.log"))
    if not known:
        raise Problem("Nothing has run here yet, so there are no logs.")
    if chosen.service not in known:
        raise Problem(f"There is no log of {chosen.service}. There are: {', '.join(known)}")
    follow = ["--follow"] if chosen.follow else []
    return subprocess.run(["tail", "-n", str(LOG_LINES), *follow, str(log)]).returncode


def seed(_: argparse.Namespace) -> int:
    """Load the demo institution into a running platform, unless it is there."""
    demo_data.load_once(_running())
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """Load the demo with so many learners in its network."""
    demo_data.load(_running(), learners=chosen.learners)
    return 0


def migrate(_: argparse.Namespace) -> int:
    """Bring the databases of a running platform up to date."""
    _running().migrate()
    print("The databases are up to date.")
    return 0


def replay(chosen: argparse.Namespace) -> int:
    """Deliver a service's parked events again."""
    environment = _running().environment(chosen.service)
    command = ["-m", "libs.chassis.replay", chosen.service]
    return subprocess.run([sys.executable, *command], env=environment, cwd=CHECKOUT).returncode


def test(arguments: Sequence[str]) -> int:
    """Run pytest; without --slow and without an own -m, everything but the slow tests."""
    rest = [argument for argument in arguments if argument != "--slow"]
    chooses = any(argument == "-m" or argument.startswith("-m=") for argument in rest)
    mark = [] if len(rest) != len(arguments) or chooses else ["-m", "not slow"]
    chosen = [*mark, *rest]
    if names_tests(CHECKOUT, rest):
        return _replaced_by([sys.executable, "-m", "pytest", *chosen])
    _find_tools()
    return run_all(CHECKOUT, chosen)


def bench(arguments: Sequence[str]) -> int:
    """Run one measurement of tests/bench."""
    files = (CHECKOUT / "tests" / "bench").glob("[a-z]*.py")
    known = sorted(file.stem for file in files if '__name__ == "__main__"' in file.read_text())
    if not arguments or arguments[0] not in known:
        raise Problem(f"Name one measurement: {', '.join(known) or 'there is none yet'}")
    return _replaced_by([sys.executable, "-m", f"tests.bench.{arguments[0]}", *arguments[1:]])


ALONE: dict[str, Callable[[argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "logs": logs,
    "seed": seed,
    "demo": demo,
    "migrate": migrate,
    "replay": replay,
}
TOOLS: dict[str, Callable[[Sequence[str]], int]] = {"test": test, "bench": bench}


def _running() -> Platform:
    platform = Platform()
    if not platform.is_up():
        raise Problem("Tessera is not running here. Start it with: ./tessera up --detach")
    return platform


def _replaced_by(command: Sequence[str]) -> int:
    """Become that command, so signals and the exit code are its own."""
    _find_tools()
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    os.execv(command[0], list(command))


def _find_tools() -> None:
    """Programs of the environment (node, juicefs, ruff) are found by the tools' own names."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"
