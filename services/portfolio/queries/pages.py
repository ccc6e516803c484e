"""Cursor pages: a cursor is the sort key of the last row, opaque to callers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from libs.contracts.faults import InvalidRequest


def cursor_of(*values: Any) -> str:
    """The cursor after a row with these sort values (dates, instants and ids as text)."""
    text = json.dumps([str(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def values_of(cursor: str | None, count: int) -> list[str] | None:
    """The sort values of a cursor, None at the start. Raises InvalidRequest."""
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise InvalidRequest(errors={"cursor": ["not a cursor"]}) from error
    if not isinstance(values, list) or len(values) != count:
        raise InvalidRequest(errors={"cursor": ["not a cursor"]})
    return [str(value) for value in values]


def page(rows: list[Any], limit: int, *names: str) -> tuple[list[Any], str | None]:
    """The first `limit` of `limit + 1` fetched rows, and the cursor if there are more."""
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], cursor_of(*(getattr(last, name) for name in names))


def page_by(
    rows: list[Any], limit: int, key: Callable[[Any], tuple[Any, ...]]
) -> tuple[list[Any], str | None]:
    """As `page`, where the sort key is worked out of the row."""
    more = cursor_of(*key(rows[limit - 1])) if len(rows) > limit else None
    return rows[:limit], more


def first_true(values: list[str] | None) -> tuple[Any, ...] | None:
    """The values of a cursor whose first is a truth."""
    return (values[0] == "True", *values[1:]) if values else None
