"""The words behind an emission: it names the items, the answers hold the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def words(
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    name: str,
    each: str | None,
    row: str | None,
) -> str:
    """The text an emission calls `name`; out of the row of a repeat where it came from one."""
    key = texts.get(name)
    if key is None:
        return ""
    source = _row_of(answers.get(each or ""), row) if row else answers
    given = (source or {}).get(key)
    return given.strip() if isinstance(given, str) else ""


def _row_of(rows: Any, row: str | None) -> Mapping[str, Any] | None:
    if not isinstance(rows, list):
        return None
    return next((one for one in rows if isinstance(one, Mapping) and one.get("_id") == row), None)
