"""Answers documents of the demo's stories, in the shapes of docs/forms.md."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from deploy.local.demo.story import AREAS


def rubric(areas: dict[str, int]) -> dict[str, Any]:
    """Observed rows with their level, the others as not observed."""
    return {
        area: {"v": areas[area]} if area in areas else {"v": None, "na": True} for area in AREAS
    }


def scored(scores: dict[str, int], comments: dict[str, str], overall: str) -> dict[str, Any]:
    """A ComBeL: a score per area, some with a comment, and the overall words."""
    rows = {
        area: {"v": value} | ({"comment": comments[area]} if area in comments else {})
        for area, value in scores.items()
    }
    return {"areas": rows, "overall": overall}


def plain(value: Any) -> Any:
    """Fields as they would come over the wire."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (dt.date, uuid.UUID)):
        return str(value)
    return value
