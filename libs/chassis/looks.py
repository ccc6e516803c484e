"""What is refused leaves an audit line as well (NEN 7513): a look at records, or an act.

A refusal rolls its transaction back, so its line is a transaction of its own, which costs nothing
to whoever is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from libs.chassis.calls import Call
from libs.chassis.database import OpenDatabase
from libs.contracts.faults import Forbidden, NotFound


def look(
    database: OpenDatabase,
    call: Call,
    query: Callable[..., Mapping[str, Any]],
    request: Mapping[str, Any],
) -> dict[str, Any]:
    """As `database.read`; NotFound and Forbidden are written down before they are raised again."""
    try:
        return database.read(call, query, request)
    except (Forbidden, NotFound) as refused:
        database.note_refusal(call, request, refused.code)
        raise
