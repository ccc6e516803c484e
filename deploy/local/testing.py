"""`./tessera test`: one pytest for what is named; all tests in three, two of them side by side.

What measures, walks or breaks a whole platform has the machine for itself and comes first. The
rest waits for databases or computes, so two of it share the machine well.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

BESIDE = (("service",), ("architecture", "contract", "unit"))
# pytest's own codes (pytest.ExitCode).
ALL_PASSED, NOTHING_CHOSEN = 0, 5


def names_tests(checkout: Path, arguments: Sequence[str]) -> bool:
    """Whether files, folders or single tests are named among pytest's arguments."""
    given = [one.partition("::")[0] for one in arguments if one and not one.startswith("-")]
    return any((checkout / one).exists() for one in given)


def run_all(checkout: Path, arguments: Sequence[str]) -> int:
    """Every test -> the exit code. Each pytest prints its own closing line."""
    folders = sorted(found.parent for found in checkout.glob("tests/*/__init__.py"))
    names = {one.name for one in folders}
    first, second = ([name for name in lane if name in names] for lane in BESIDE)
    alone = sorted(names - {*first, *second})
    running: list[subprocess.Popen[bytes]] = []

    def start(folders: Sequence[str], said: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "pytest", *arguments, *(f"tests/{one}" for one in folders)]
        errors = None if said is None else subprocess.STDOUT
        running.append(subprocess.Popen(command, cwd=checkout, stdout=said, stderr=errors))
        return running[-1]

    with _ended_with_us(running), tempfile.TemporaryFile() as said:
        codes = [start(alone).wait()]
        beside = start(second, said)
        codes += [start(first).wait(), beside.wait()]
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout.buffer)
        sys.stdout.flush()
    return _together(codes)


def _together(codes: Sequence[int]) -> int:
    """The first that went wrong; a part in which nothing was chosen is well, unless all were."""
    wrong = [code for code in codes if code not in (ALL_PASSED, NOTHING_CHOSEN)]
    if wrong:
        return wrong[0]
    return NOTHING_CHOSEN if set(codes) == {NOTHING_CHOSEN} else ALL_PASSED


@contextmanager
def _ended_with_us(running: Sequence[subprocess.Popen[bytes]]) -> Iterator[None]:
    """No pytest goes on by itself when this program is told to stop."""

    def leave(number: int, _: FrameType | None) -> None:
        for process in running:
            process.terminate()
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    except KeyboardInterrupt:
        # Ctrl-C reached them as well, and they put their servers away first.
        for process in running:
            process.wait()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
