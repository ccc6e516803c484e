"""System packages: what is missing, and installing it. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from glob import glob

from deploy.local.problem import Problem
from deploy.local.progress import step


@dataclass(frozen=True)
class Package:
    """An apt package, how to see that it is there, and the setting that makes it unnecessary."""

    name: str
    present: Callable[[], bool]
    instead: str = ""


def _program(name: str) -> Callable[[], bool]:
    places = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin"
    return lambda: shutil.which(name, path=places) is not None


def _file(pattern: str) -> Callable[[], bool]:
    return lambda: bool(glob(pattern))


def _can_make_environments() -> bool:
    """Debian ships Python without the part that puts pip into a new virtual environment."""
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True).returncode == 0


RUN = (
    Package("python3-venv", _can_make_environments),
    Package("rabbitmq-server", _file("/usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server"), "AMQP_URL"),
    Package("postgresql", _file("/usr/lib/postgresql/*/bin/initdb"), "DATABASE_URL"),
    Package("clamav-daemon", _program("clamd"), "CLAMD_ADDRESS"),
)
# Tests always start servers of their own, whatever the environment offers.
TEST = (
    *(Package(package.name, package.present) for package in RUN),
    Package("chromium", _program("chromium")),
    # The driver between the tests and the browser is linked with it.
    Package("libatomic1", _file("/usr/lib/*/libatomic.so.1")),
    Package("fonts-liberation", _file("/usr/share/fonts/truetype/liberation*")),
)
# Making a bare root file system to prove the commands on.
SLOW = (*TEST, Package("debootstrap", _program("debootstrap")))


def missing(wanted: Sequence[Package], environment: Mapping[str, str]) -> list[str]:
    """Names of the packages that are needed and not there."""
    return [
        package.name
        for package in wanted
        if not environment.get(package.instead) and not package.present()
    ]


def install(names: Sequence[str]) -> None:
    """Install with apt-get, through sudo for ordinary users. Raises Problem."""
    command = [*_as_root(names), "apt-get", "install", "--yes", "--no-install-recommends", *names]
    with step(f"Installing system packages ({', '.join(names)})"):
        if _quiet(command).returncode == 0:
            return
        # A machine that never looked, or looked too long ago, knows no or old package files.
        _quiet([*_as_root(names), "apt-get", "update"])
        done = _quiet(command)
        if done.returncode:
            raise Problem(f"apt-get could not install {', '.join(names)}:\n{_tail(done.stdout)}")


def _as_root(names: Sequence[str]) -> list[str]:
    """Nothing for root, sudo where it may be used. Raises Problem where neither."""
    by_hand = f"apt-get install --no-install-recommends {' '.join(names)}"
    if shutil.which("apt-get") is None:
        raise Problem(
            f"These programs are missing, and this system has no apt-get: {', '.join(names)}.\n"
            "Tessera runs on Debian 12; elsewhere install them by hand."
        )
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    asks_password_here = sys.stdin.isatty()
    if shutil.which("sudo") is None or not (asks_password_here or _sudo_without_password()):
        raise Problem(
            f"System packages are missing: {', '.join(names)}.\n"
            "You are not root and sudo is not available, so nothing was changed. "
            f"Ask an administrator to run:\n  {by_hand}"
        )
    return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]


def _sudo_without_password() -> bool:
    return subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def _quiet(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )


def _tail(text: str) -> str:
    return "\n".join(text.splitlines()[-12:])
