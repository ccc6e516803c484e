"""Time-ordered ids (UUIDv7, RFC 9562): rows made together lie together in an index."""

from __future__ import annotations

import os
import threading
import uuid

_lock = threading.Lock()
_last = 0


def new_id(unix_ms: int) -> uuid.UUID:
    """An id for the given instant (milliseconds since 1970). Ids of one process never go back."""
    global _last
    with _lock:
        # 12 bits behind the millisecond keep ids of the same millisecond in order.
        _last = max(_last + 1, unix_ms << 12)
        ordered = _last
    random_62 = int.from_bytes(os.urandom(8), "big") >> 2
    value = ((ordered >> 12) & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= (ordered & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random_62
    return uuid.UUID(int=value)
