"""How long a session lasts: learners stay signed in longer than staff, who see more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

ASSURANCE_LASTS = dt.timedelta(minutes=10)
TOUCH_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    """`idle` without any request, `absolute` since the log-in."""

    idle: dt.timedelta
    absolute: dt.timedelta


STAFF = Limits(idle=dt.timedelta(minutes=30), absolute=dt.timedelta(hours=12))
LEARNER = Limits(idle=dt.timedelta(hours=12), absolute=dt.timedelta(days=7))


def limits(roles: Iterable[str]) -> Limits:
    """The limits for somebody acting in these roles; any staff role means the strict ones."""
    return LEARNER if set(roles) == {"learner"} else STAFF


def has_ended(
    *,
    started_at: dt.datetime,
    last_seen_at: dt.datetime,
    ended_at: dt.datetime | None,
    roles: Iterable[str],
    now: dt.datetime,
) -> bool:
    """Whether a session is over: ended, idle for too long, or too old."""
    allowed = limits(roles)
    return (
        ended_at is not None
        or now - last_seen_at >= allowed.idle
        or now - started_at >= allowed.absolute
    )


def assurance(base: str, raised: str | None, until: dt.datetime | None, now: dt.datetime) -> str:
    """The strongest proof that is still fresh: `raised` counts until `until`."""
    return raised if raised and until and now < until else base
