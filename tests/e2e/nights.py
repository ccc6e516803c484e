"""A night passes over an anonymous round: what was answered today was answered yesterday."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import psycopg2

from deploy.local.platform import Platform

DAY = dt.timedelta(days=1)


def let_a_night_pass(platform: Platform, record: str, stage: str = "collect") -> None:
    """Answers to an open round count from the morning after; the clock of a platform that runs
    cannot be moved, but the instants at which they were sent can."""
    place, _, _ = platform.backing.database_admin().rpartition("/")
    with psycopg2.connect(f"{place}/tessera_portfolio") as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT progress FROM record WHERE id = %s FOR UPDATE", (record,))
        (progress,) = cursor.fetchone()
        for one in progress["stages"][stage]["contributions"]:
            one["sent_at"] = _the_day_before(one)
        changed = (json.dumps(progress), record)
        cursor.execute("UPDATE record SET progress = %s WHERE id = %s", changed)


def _the_day_before(contribution: dict[str, Any]) -> str | None:
    sent_at = contribution["sent_at"]
    return sent_at and (dt.datetime.fromisoformat(sent_at) - DAY).isoformat()
