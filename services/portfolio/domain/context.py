"""When and where it was seen: as people state it, and as the rules of a form read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

NAMES = ("encounter_date", "period_from", "period_to", "place")


def stated(context: Mapping[str, Any]) -> dict[str, str | None]:
    """The context as it is kept: civil dates as text, what was not stated as None."""
    return {name: _text(context.get(name)) for name in NAMES}


def for_rules(context: Mapping[str, Any]) -> dict[str, str]:
    """The context as the engine reads it: only what was stated; a period is `from/to`, and the
    place is that of the placement too."""
    found = {name: str(context[name]) for name in NAMES if context.get(name)}
    if context.get("period_from") and context.get("period_to"):
        found["period"] = f"{context['period_from']}/{context['period_to']}"
    if "place" in found:
        found["placement"] = found["place"]
    return found


def encounter_date(context: Mapping[str, Any]) -> dt.date:
    """The civil date of what was seen."""
    given = context["encounter_date"]
    return given if isinstance(given, dt.date) else dt.date.fromisoformat(given)


def _text(value: Any) -> str | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if value else None
