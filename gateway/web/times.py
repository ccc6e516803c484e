"""Instants as people write them, in the reader's language and time zone."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_babel import format_date, format_time, get_timezone
from flask_babel import gettext as _


def register_times(app: Flask) -> None:
    app.jinja_env.filters["when"] = when


def today() -> dt.date:
    """The civil day where the reader is: the zone of who is signed in, or of the institution
    whose link was opened."""
    return dt.datetime.now(get_timezone() or dt.UTC).date()


def civil_day(value: str) -> dt.date:
    """The date of an ISO date, or of an ISO instant where the reader is. Raises ValueError."""
    if len(value) <= len("2026-11-20"):
        return dt.date.fromisoformat(value)
    instant = dt.datetime.fromisoformat(value)
    return instant.astimezone(get_timezone() or dt.UTC).date() if instant.tzinfo else instant.date()


def when(value: str | dt.datetime | None, _language: str = "") -> str:
    """`today at 14:05`, `yesterday at 9:30`, `20 Nov 2026`; '' for nothing.

    `value` is an aware datetime or ISO text in UTC.
    """
    if not value:
        return ""
    instant = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    zone = get_timezone() or dt.UTC
    local = instant.astimezone(zone)
    days = (dt.datetime.now(zone).date() - local.date()).days
    time = format_time(instant, "short")
    if days == 0:
        return _("today at %(time)s", time=time)
    if days == 1:
        return _("yesterday at %(time)s", time=time)
    if days == -1:
        return _("tomorrow at %(time)s", time=time)
    return format_date(local.date(), "d MMM y", rebase=False)
