"""Reading somebody's records: a look that is refused leaves an audit line as well (NEN 7513).

A refusal rolls its transaction back, so its line is a transaction of its own, which costs nothing
to whoever is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from libs.chassis.calls import Call
from libs.chassis.database import OpenDatabase
from libs.chassis.transaction import Transaction
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
        kind, object_id = _wanted(request)
        code = refused.code

        def write_down(tx: Transaction) -> dict[str, Any]:
            action = f"{call.method.name}.refuse"
            tx.audit(action, object_kind=kind, object_id=object_id, outcome="refused", basis=code)
            return {}

        database.read(call, write_down, {})
        raise


def _wanted(request: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and id of what was asked for, by the request's own words."""
    for name, value in request.items():
        if name.endswith("_id") and value is not None:
            return name.removesuffix("_id"), str(value)
    return "list", ""
