"""Flags that a later stage brings up to date: of those with one key only the latest counts.

Goals and registrations have one row that changes. A flag is a data point, which a decision may
have rested on, so an older one stays as it was and says by which stage it was passed. Whoever
takes the later stage back gives the older one its place again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from libs import formengine

from ..tables import DataPoint
from .running import Running


def gives_flags(definition: formengine.Definition) -> bool:
    return any(one.kind == "flag" for one in definition.emit)


def settle(running: Running) -> set[UUID]:
    """Let of each flag of the record those of the latest stage count -> the contributions whose
    current points changed by it. Several people of one stage each keep their own."""
    order = {stage.id: place for place, stage in enumerate(running.definition.stages)}
    found = _live(running)
    latest: dict[tuple[str | None, str | None], str] = {}
    for row in found:
        known = latest.setdefault((row.slot, row.row), row.at_stage)
        if order.get(row.at_stage, -1) > order.get(known, -1):
            latest[row.slot, row.row] = row.at_stage
    changed: set[UUID] = set()
    for row in found:
        last = latest[row.slot, row.row]
        passed_by = None if row.at_stage == last else last
        if (passed_by is None) != (row.passed_by is None):
            row.superseded_at = running.tx.now if passed_by else None
            changed.add(row.contribution_id)
        row.passed_by = passed_by
    running.tx.session.flush()
    return changed


def _live(running: Running) -> list[DataPoint]:
    """Those that count, or would if no later stage had passed them."""
    query = select(DataPoint).where(
        DataPoint.record_id == running.record.id,
        DataPoint.kind == "flag",
        DataPoint.slot.is_not(None),
        or_(DataPoint.superseded_at.is_(None), DataPoint.passed_by.is_not(None)),
    )
    return list(running.tx.session.scalars(query))


def told(row: dict[str, Any]) -> dict[str, str | None]:
    """What others hear of a flag: under which key it came, of what sort it is and how it stands."""
    if row["kind"] != "flag":
        return {}
    sort, state = (row["detail"].get(name) for name in ("kind", "state"))
    return {"slot": row["slot"], "sort": _word(sort), "state": _word(state)}


def _word(value: Any) -> str | None:
    return None if value is None else str(value)
