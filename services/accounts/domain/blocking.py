"""What failed log-ins lead to, by password profile.

classic: after a number of failures (three, a setting) the account is blocked until somebody
unblocks it. modern: only unknown devices wait, 30 s doubling to an hour; 100 failures in all end
the use of the password until it is reset.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
MODERN_LIMIT = 100


@dataclass(frozen=True)
class Tries:
    """Where an account stands. `wait_until` is for unknown devices."""

    failures: int = 0
    blocked: bool = False
    wait_until: dt.datetime | None = None


def after_failure(tries: Tries, *, profile: str, limit: int, now: dt.datetime) -> Tries:
    """The standing after one more wrong password."""
    failures = tries.failures + 1
    if profile == "modern":
        return Tries(failures, failures >= MODERN_LIMIT, _wait(failures, limit, now))
    return Tries(failures, failures >= limit)


def _wait(failures: int, limit: int, now: dt.datetime) -> dt.datetime | None:
    if failures < limit:
        return None
    doublings = min(failures - limit, 10)
    wait: dt.timedelta = FIRST_WAIT * (1 << doublings)
    return now + min(wait, LONGEST_WAIT)


def must_wait(tries: Tries, *, known_device: bool, now: dt.datetime) -> bool:
    """Whether the password is not even looked at now."""
    return not known_device and tries.wait_until is not None and now < tries.wait_until


def tries_left(tries: Tries, *, profile: str, limit: int) -> int | None:
    """How many more wrong passwords before the block; None where that is no useful number."""
    return None if profile == "modern" else max(0, limit - tries.failures)
