"""What a record gave its portfolio besides judgements and texts, where its form says so: scores,
flags, registrations and decisions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, or_, select

from libs import formengine
from libs.chassis.transaction import Transaction

from ..tables import DataPoint, Decision, Registration
from . import facts
from .access import SeenRecord
from .readers import may_read

KINDS = frozenset({"point", "flag", "registration", "decision"})


def of_record(
    tx: Transaction, seen: SeenRecord, definition: formengine.Definition
) -> dict[str, Any]:
    """Each as the lists of the portfolio give it, with the `key` its form declares it under. Only
    for who may read those lists: not by a link, and not by taking part alone."""
    declared = {(one.kind, one.key) for one in definition.emit if one.kind in KINDS}
    if not declared or seen.takes_part_only:
        return {"data_points": [], "registrations": [], "decisions": []}
    return {
        "data_points": _points(tx, seen, {key for kind, key in declared if kind == "point"}),
        "registrations": [
            facts.shown_registration(row) | {"key": facts.declared_key(row.slot)}
            for row in tx.session.scalars(
                select(Registration)
                .where(
                    Registration.record_id == seen.record.id,
                    Registration.state != "withdrawn",
                    may_read(tx, seen, Registration),
                )
                .order_by(Registration.slot)
            )
        ],
        "decisions": [
            facts.shown_decision(row, tx) | {"key": facts.declared_key(row.slot)}
            for row in tx.session.scalars(
                select(Decision)
                .where(Decision.record_id == seen.record.id, may_read(tx, seen, Decision))
                .order_by(Decision.decided_at, Decision.id)
            )
        ],
    }


def _points(tx: Transaction, seen: SeenRecord, scores: set[str]) -> list[dict[str, Any]]:
    """Flags, and points that no item holds the answer of."""
    query = select(DataPoint).where(
        DataPoint.record_id == seen.record.id,
        DataPoint.superseded_at.is_(None),
        or_(
            DataPoint.kind == "flag",
            and_(DataPoint.kind == "point", DataPoint.item.in_(scores)),
        ),
        may_read(tx, seen),
    )
    rows = tx.session.scalars(query.order_by(DataPoint.recorded_at, DataPoint.id))
    return [facts.shown_point(row) | {"key": row.slot or row.item} for row in rows]
