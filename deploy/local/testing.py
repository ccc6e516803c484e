"""`./tessera test`: one pytest for what is named; all tests in three, two of them side by side.

What measures, walks or breaks a whole platform has the machine for itself and comes first. The
rest waits for databases or computes, so two of it share the machine well.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

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
    codes = [subprocess.run(_pytest(alone, arguments), cwd=checkout).returncode]
    with tempfile.TemporaryFile() as said:
        beside = subprocess.Popen(
            _pytest(second, arguments), cwd=checkout, stdout=said, stderr=subprocess.STDOUT
        )
        with _ended_with_us(beside):
            codes.append(subprocess.run(_pytest(first, arguments), cwd=checkout).returncode)
            codes.append(beside.wait())
        said.seek(0)
        for block in iter(lambda: said.read(2**16), b""):
            sys.stdout.buffer.write(block)
        sys.stdout.flush()
    return _together(codes)


def _pytest(folders: Sequence[str], arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments, *(f"tests/{name}" for name in folders)]


def _together(codes: Sequence[int]) -> int:
    """The first that went wrong; a part in which nothing was chosen is well, unless all were."""
    wrong = [code for code in codes if code not in (ALL_PASSED, NOTHING_CHOSEN)]
    if wrong:
        return wrong[0]
    return NOTHING_CHOSEN if set(codes) == {NOTHING_CHOSEN} else ALL_PASSED


@contextmanager
def _ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """No pytest goes on by itself when this program is told to stop."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
            process.wait()
