"""Finds what the scripts of the editors say, for the catalogue: `_("...")` and `_n("...", "...")`.

vite.config.js finds the same for the running pages. A method of Babel's extraction, see
translations/babel.cfg.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_CALL = re.compile(rf"\b(_n?)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")

Found = tuple[int, str, "str | tuple[str, str]", list[str]]


def extract(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Mapping[str, Any]
) -> Iterator[Found]:
    """(line, function, text or its two forms, no comments) of every text in a script; the names
    of the arguments are Babel's."""
    source = file.read().decode("utf-8")
    for match in _CALL.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        first = json.loads(match[2])
        if match[1] == "_n":
            yield line, "ngettext", (first, json.loads(match[3])), []
        else:
            yield line, "_", first, []
