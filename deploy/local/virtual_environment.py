"""The virtual environment from the hash-locked requirements. Standard library only."""

import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.problem import Problem
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_stamped

# The test environment holds everything of the other one, and more.
LOCKS = ("requirements-test.lock", "requirements.lock")
# Tools whose dependencies contradict ours live apart and are only run as programs.
TOOLS = "requirements-tools.lock"
FOLDERS = {TOOLS: ".venv-tools"}


def existing(checkout: Path) -> Path:
    """The environment's Python as it is. Raises Problem when there is none, or half of one."""
    python = checkout / ".venv" / "bin" / "python"
    if not python.exists():
        raise Problem("Nothing was started here yet. Begin with: ./tessera up")
    if not is_whole(checkout):
        raise Problem("The first start ended early. Go on with: ./tessera up")
    return python


def is_whole(checkout: Path) -> bool:
    """Whether an environment was ever installed to its end here, or somebody else's is used."""
    folder = checkout / ".venv"
    return folder.is_symlink() or any(_stamp(checkout, lock).exists() for lock in LOCKS)


def ready(checkout: Path, lock: str) -> Path:
    """Its Python, after everything in `lock` is installed. Raises Problem."""
    folder = _folder(checkout, lock)
    python = folder / "bin" / "python"
    # A link means that somebody else looks after the environment: use it, leave it alone.
    if folder.is_symlink() and python.exists():
        return python
    if any(_is_complete(checkout, known) for known in _covering(lock)):
        return python
    if not _works(python):
        _make(folder)
    _install(checkout, python, lock)
    _stamp(checkout, lock).write_text(_print(checkout, lock))
    return python


def _folder(checkout: Path, lock: str) -> Path:
    return checkout / FOLDERS.get(lock, ".venv")


def _covering(lock: str) -> tuple[str, ...]:
    """The locks that hold everything of this one."""
    return LOCKS[: LOCKS.index(lock) + 1] if lock in LOCKS else (lock,)


def _stamp(checkout: Path, lock: str) -> Path:
    return _folder(checkout, lock) / f".{lock}.stamp"


def _print(checkout: Path, lock: str) -> str:
    return fingerprint([checkout / lock])


def _is_complete(checkout: Path, lock: str) -> bool:
    python = _folder(checkout, lock) / "bin" / "python"
    return is_stamped(_stamp(checkout, lock), _print(checkout, lock)) and python.exists()


def _works(python: Path) -> bool:
    """False for a half-made environment, or one whose Python has gone from the system."""
    if not python.exists():
        return False
    probe = [python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def _make(folder: Path) -> None:
    with step("Making the virtual environment"):
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", folder], capture_output=True, text=True
        )
        if made.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            why = f"{made.stdout}{made.stderr}"
            raise Problem(f"Python could not make a virtual environment:\n{why}")


def _install(checkout: Path, python: Path, lock: str) -> None:
    for known in LOCKS if lock in LOCKS else (lock,):
        stamp = _stamp(checkout, known)
        if stamp.exists():
            # Of no lock any more, and still: this was whole once, so what runs can be stopped.
            stamp.write_text("being changed")
    command = [
        *(str(python), "-m", "pip", "install", "--quiet", "--no-input"),
        *("--disable-pip-version-check", "--require-hashes"),
        *("--requirement", str(checkout / lock)),
    ]
    title = "Installing Python packages" if lock in LOCKS else "Installing checking tools"
    with step(title):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            lines = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
            raise Problem(f"The Python packages could not be installed:\n{lines}")
