"""The platform a bench measures: the one that runs in this checkout, or a private one."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.local.platform import Platform


@contextlib.contextmanager
def a_platform(*, private: bool = False) -> Iterator[Platform]:
    """The running platform of this checkout; a new one, stopped and removed afterwards, when
    none runs or `private` asks for it."""
    ours = Platform()
    if not private and ours.is_up():
        yield ours
        return
    folder = Path(tempfile.mkdtemp(prefix="tessera-bench-"))
    # What is measured is made and thrown away: never on servers that somebody's shell names.
    platform = Platform(folder / "run", environment={})
    try:
        with contextlib.redirect_stdout(sys.stderr):
            platform.start()
        yield platform
    finally:
        with contextlib.redirect_stdout(sys.stderr):
            platform.stop()
            platform.backing.postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)
