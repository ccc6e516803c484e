"""When a mail goes out, in the recipient's own time."""

from __future__ import annotations

import datetime as dt
import zoneinfo

MORNING = dt.time(7, 30)
MONDAY = 0
STALE = dt.timedelta(days=7)
LEASE = dt.timedelta(minutes=3)
GIVE_UP = dt.timedelta(days=3)
DIGEST_WINDOW = dt.timedelta(hours=24)
BACK_OFF_S = (15, 60, 120, 300, 600)
MOST_INTERRUPTIONS = 1


def zone_of(name: str | None) -> dt.tzinfo:
    """The time zone of that IANA name, else the default of the platform."""
    try:
        return zoneinfo.ZoneInfo(name or "Europe/Amsterdam")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("Europe/Amsterdam")


def next_morning(now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The next half past seven there, in UTC."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, MORNING, zone).astimezone(dt.UTC)


def next_monday_morning(now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The morning of the weekly digest, in UTC."""
    morning = next_morning(now, zone)
    days = (MONDAY - morning.astimezone(zone).weekday()) % 7
    day = morning.astimezone(zone).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, MORNING, zone).astimezone(dt.UTC)


def outside_quiet(
    at: dt.datetime, zone: dt.tzinfo, quiet: tuple[dt.time, dt.time] | None
) -> dt.datetime:
    """`at`, or the end of the quiet hours it falls into; these may pass midnight."""
    if quiet is None:
        return at
    start, end = quiet
    local = at.astimezone(zone)
    clock = local.time()
    if start < end:
        inside, days = start <= clock < end, 0
    else:
        inside, days = clock >= start or clock < end, int(clock >= start)
    if not inside:
        return at
    day = local.date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, end, zone).astimezone(dt.UTC)


def after_pause(at: dt.datetime, zone: dt.tzinfo, paused_until: dt.date | None) -> dt.datetime:
    """`at`, or the first morning after a pause; `paused_until` is its last day."""
    if paused_until is None or at.astimezone(zone).date() > paused_until:
        return at
    day = paused_until + dt.timedelta(days=1)
    return dt.datetime.combine(day, MORNING, zone).astimezone(dt.UTC)


def is_stale(happened: dt.datetime, now: dt.datetime) -> bool:
    """Whether it is too late to mail about it: a restated or imported fact, not news."""
    return now - happened > STALE


def next_try(tries: int, now: dt.datetime) -> dt.datetime:
    """When a mail that could not go out is tried again, after that many tries (from 1)."""
    return now + dt.timedelta(seconds=BACK_OFF_S[min(tries, len(BACK_OFF_S)) - 1])


def given_up(queued_at: dt.datetime, now: dt.datetime) -> bool:
    return now - queued_at > GIVE_UP
