"""One spelling per document, so that equal definitions have equal hashes everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(document: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; 3.0 is written as 3, as every browser does.

    Raises ValueError for what is no JSON (NaN, infinity, other objects).
    """
    text = json.dumps(
        _plain(document), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text.encode()


def content_hash(document: Any) -> str:
    """SHA-256 of the canonical spelling, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise ValueError(f"not JSON: {type(value).__name__}")
