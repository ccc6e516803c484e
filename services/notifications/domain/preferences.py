"""What a person wants to hear, how, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MODES = ("at_once", "digest", "off")

# Immediate only for what waits for the person or was decided about them; the rest weekly.
DEFAULTS: dict[str, str] = {
    "request": "at_once",
    "reminder": "at_once",
    "returned": "at_once",
    "declined": "at_once",
    "decision": "at_once",
    "expired": "digest",
    "round_too_small": "digest",
    "objected": "at_once",
    "feedback_sent": "digest",
    "opened": "digest",
    "approved": "digest",
    "report_ready": "off",
}


@dataclass(frozen=True)
class Wish:
    """For one kind of message: `mail` is one of MODES, `in_app` whether the inbox shows it."""

    mail: str
    in_app: bool


def wishes(stored: Mapping[str, Any]) -> dict[str, Wish]:
    """The wish for every kind: what the person chose, else the default."""
    chosen = {}
    for kind, mode in DEFAULTS.items():
        own = stored.get(kind, {})
        chosen[kind] = Wish(own.get("mail", mode), own.get("in_app", True))
    return chosen


def wish_for(kind: str, stored: Mapping[str, Any]) -> Wish:
    """As `wishes`, for one kind; one we do not know yet is shown in the inbox only."""
    return wishes(stored).get(kind, Wish("off", True))


def check_wishes(changes: Mapping[str, Any]) -> dict[str, str]:
    """Errors by kind; empty when every change can be stored."""
    return {str(kind): error for kind, wish in changes.items() if (error := _error(kind, wish))}


def _error(kind: str, wish: Any) -> str:
    if kind not in DEFAULTS:
        return "There is no such kind of message."
    if not isinstance(wish, Mapping) or not set(wish) <= {"mail", "in_app"}:
        return "Only mail and in_app can be chosen."
    if wish.get("mail", "off") not in MODES:
        return "Mail is at_once, digest or off."
    if not isinstance(wish.get("in_app", True), bool):
        return "in_app is true or false."
    return ""


def read_quiet(stated: Any) -> tuple[dt.time, dt.time]:
    """(from, to) of {"from": "22:00", "to": "07:00"}. Raises ValueError."""
    if not isinstance(stated, Mapping) or set(stated) != {"from", "to"}:
        raise ValueError("quiet hours have a from and a to")
    start, end = (dt.time.fromisoformat(str(stated[key])) for key in ("from", "to"))
    if start == end:
        raise ValueError("quiet hours end at another time than they begin")
    return start, end
