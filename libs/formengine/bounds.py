"""The first door: is this JSON of a bearable size at all? Never recurses, never raises."""

from __future__ import annotations

import math
import re
from typing import Any

from libs.formengine.problems import Problem

MAX_NODES = 60_000
MAX_DEPTH = 40
MAX_CHARACTERS = 2_000_000
MAX_NUMBER = 2**53
# No database keeps a zero byte in a text, and half a surrogate pair is no sign at all.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def bound_problems(document: Any, *, path: str = "") -> list[Problem]:
    """At most one problem: the first that makes the document unfit to look at any further."""
    nodes = characters = 0
    waiting: list[tuple[Any, int]] = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        nodes += 1
        if depth > MAX_DEPTH:
            return [Problem(path, "bounds.deep", {"most": MAX_DEPTH})]
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                return [Problem(path, "bounds.json")]
            if any(map(NO_TEXT.search, value)):
                return [Problem(path, "bounds.text")]
            characters += sum(map(len, value))
            waiting.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)
        elif isinstance(value, str):
            if NO_TEXT.search(value):
                return [Problem(path, "bounds.text")]
            characters += len(value)
        elif not _is_plain(value):
            return [Problem(path, "bounds.json")]
        if nodes + len(waiting) > MAX_NODES or characters > MAX_CHARACTERS:
            return [Problem(path, "bounds.large")]
    return []


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) <= MAX_NUMBER
    return isinstance(value, int) and abs(value) <= MAX_NUMBER
