"""Which states of its database a service has outgrown, read from its migrations' own lines."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

_BUILDS_ON = re.compile(r"^down_revision(?:\s*:[^=\n]+)?\s*=\s*(.+)$", re.MULTILINE)


class SchemaBehind(Exception):
    """The migrations of this code have not all run on its database."""


def outgrown(service: type) -> frozenset[str]:
    """The revisions on which a later migration of the service builds; none when it has none.

    Neither the latest is among them nor one that this code has never heard of: what a newer
    version has migrated serves the version before too, so one may go back to that. Alembic is
    not asked, for it would keep every migration's module in the memory of every process.
    """
    folder = Path(inspect.getfile(service)).parent / "migrations" / "versions"
    found: set[str] = set()
    for file in folder.glob("*.py"):
        for written in _BUILDS_ON.findall(file.read_text(encoding="utf-8")):
            value = ast.literal_eval(written)
            found.update((value,) if isinstance(value, str) else value or ())
    return frozenset(found)
