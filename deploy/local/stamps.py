"""Stamps: what a finished step was made from, so it is done again only when that changes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """A digest over files (folders in full) and texts; a missing file counts as empty."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        for file in _files(path):
            digest.update(f"\0{file.relative_to(path.parent)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, print_now: str) -> bool:
    """True when the step was finished with exactly this."""
    return stamp.is_file() and stamp.read_text().strip() == print_now


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    return [path] if path.is_file() else []
