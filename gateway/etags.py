"""The ETag of a draft: its revision, in quotation marks."""

from __future__ import annotations

import re

# ASCII digits only, and no more than a revision can have: `²` is a digit to Python and no number.
_TAG = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')


def revision_of(tag: str) -> int | None:
    """The revision that an If-Match names; None for what is no ETag of ours."""
    found = _TAG.fullmatch(tag.strip())
    return int(found[1]) if found else None
