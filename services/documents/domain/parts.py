"""How an upload is cut into parts, and how long things may take."""

from __future__ import annotations

import datetime as dt

MIB = 1024 * 1024
PART_BYTES = 8 * MIB  # S3 wants at least 5 MiB for all but the last part
INLINE_BYTES = 16 * MIB  # checked within the call that finishes the upload
UPLOAD_LIVES = dt.timedelta(hours=24)
LINK_LIVES = dt.timedelta(seconds=60)
GRACE = dt.timedelta(hours=24)
BACK_OFF_S = (30, 60, 120, 300, 600, 900)


def part_sizes(size: int) -> list[int]:
    """The bytes of each part of an upload, in order; `size` is at least 1."""
    whole, rest = divmod(size, PART_BYTES)
    return [PART_BYTES] * whole + ([rest] if rest else [])


def next_try(tries: int, now: dt.datetime) -> dt.datetime:
    """When an interrupted check is taken up again after so many tries."""
    return now + dt.timedelta(seconds=BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])


def is_lost(began: dt.datetime, now: dt.datetime) -> bool:
    """Whether bytes that the store does not have are given up."""
    return now - began >= GRACE


def check_lease(size: int) -> dt.timedelta:
    """For how long one process has the check of a file to itself."""
    return dt.timedelta(minutes=1 if size <= INLINE_BYTES else 15)
