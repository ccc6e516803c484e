"""The first half of every command, in whatever Python the system has: packages, the virtual
environment, the languages, the web files. Then the command itself runs inside that environment.

Standard library only. Each step leaves a stamp when it is complete, so the next start is quick and
a step that was interrupted is done again.
"""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local import catalogues, packages, virtual_environment, web_files
from deploy.local.arguments import read
from deploy.local.named import Named
from deploy.local.problem import Problem, in_plain_words, message

CHECKOUT = Path(__file__).resolve().parents[2]
RUNNING = ("up", "seed", "demo", "migrate", "replay")
TESTING = ("test", "bench")
FIRST_TIME_MIB, EVERY_TIME_MIB, ELSEWHERE_MIB = 3000, 300, 1000
ELSEWHERE = (Path("/"), Path("/var/tmp"))


def main(arguments: Sequence[str]) -> int:
    """Prepare what the command needs and hand over to it; only failures return."""
    try:
        command: str = read(arguments).command
        python = _prepared(command, slow="--slow" in arguments)
        os.environ["PYTHONPATH"] = str(CHECKOUT)
        os.execv(python, [str(python), "-m", "deploy.local.cli", *arguments])
    except Problem as problem:
        print(f"Tessera: {message(problem)}", file=sys.stderr)
    except OSError as error:
        print(f"Tessera: {in_plain_words(error)}", file=sys.stderr)
    return 1


def _prepared(command: str, slow: bool = False) -> Path:
    """The environment's Python, after everything that `command` needs is there."""
    if command not in RUNNING + TESTING:
        return virtual_environment.existing(CHECKOUT)
    require_room(CHECKOUT)
    names = packages.missing(_wanted(command, slow), _named(command))
    if names:
        packages.install(names)
    lock = "requirements-test.lock" if command in TESTING else "requirements.lock"
    python = virtual_environment.ready(CHECKOUT, lock)
    catalogues.build(CHECKOUT, python)
    web_files.build(CHECKOUT, python)
    if command == "test":
        virtual_environment.ready(CHECKOUT, virtual_environment.TOOLS)
    return python


def _named(command: str) -> Mapping[str, str]:
    """The servers that need no package: a run that is up keeps to those it was started with."""
    named = Named(CHECKOUT / ".run", os.environ)
    return named.wished if command == "up" else named.used


def _wanted(command: str, slow: bool) -> Sequence[packages.Package]:
    if command not in TESTING:
        return packages.RUN
    return packages.SLOW if slow else packages.TEST


def require_room(checkout: Path) -> None:
    """Stop before anything is half done for want of space. Raises Problem.

    Looked at: where the checkout is, where packages go, and where the database lies when its
    account may not enter the checkout.
    """
    first = not virtual_environment.is_whole(checkout)
    needed = FIRST_TIME_MIB if first else EVERY_TIME_MIB
    for place in (checkout, *ELSEWHERE):
        free = shutil.disk_usage(place).free // 2**20
        if free < needed:
            raise Problem(
                f"The disk is full: {place} has {free} MB left, and {needed} MB are needed. "
                "Nothing was changed. Make room and run the same command again."
            )
        needed = min(needed, ELSEWHERE_MIB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
