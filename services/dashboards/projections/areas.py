"""The competency areas of a portfolio, worked out again where data points came or went."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain.areas import Tile, summarise
from ..tables import Area, Point
from .views import HeldView

_TILE = (
    Point.id,
    Point.record_id,
    Point.kind,
    Point.lineage,
    Point.outcome,
    Point.framework,
    Point.value,
    Point.scale,
    Point.audience,
    Point.role,
    Point.form_key,
    Point.stakes,
    Point.encounter_date,
    Point.sent_at,
)


def tiles(tx: Transaction, portfolio_id: UUID, lineages: Collection[str]) -> list[Tile]:
    """The data points of some areas of a portfolio; of one lineage a few thousand at most."""
    wanted = sa.select(*_TILE).where(
        Point.portfolio_id == portfolio_id, Point.lineage.in_(sorted(lineages))
    )
    return [Tile(*row) for row in tx.session.execute(wanted)]


def refresh(tx: Transaction, view: HeldView, lineages: Collection[str]) -> None:
    """Work out the areas of these lineages again, one row for each audience."""
    portfolio_id = view.row.portfolio_id
    groups: dict[tuple[str, str], list[Tile]] = defaultdict(list)
    for tile in tiles(tx, portfolio_id, lineages):
        groups[tile.lineage, tile.audience].append(tile)
    known = {
        (row.lineage, row.audience): row
        for row in tx.session.scalars(
            sa.select(Area).where(
                Area.portfolio_id == portfolio_id, Area.lineage.in_(sorted(lineages))
            )
        )
    }
    for place in sorted(known.keys() | groups.keys()):
        if _put(tx, portfolio_id, place, known.get(place), summarise(groups.get(place, ()))):
            view.changed = True
    tx.session.flush()


def _put(
    tx: Transaction,
    portfolio_id: UUID,
    place: tuple[str, str],
    row: Area | None,
    found: dict[str, Any] | None,
) -> bool:
    """Make the row of an area say what was found; True when it said something else."""
    if found is None:
        if row is not None:
            tx.session.delete(row)
        return row is not None
    columns = found | {"last_on": dt.date.fromisoformat(found["last_on"])}
    if row is None:
        lineage, audience = place
        tx.session.add(
            Area(
                portfolio_id=portfolio_id,
                institution_id=tx.principal.institution_id,
                lineage=lineage,
                audience=audience,
                **columns,
            )
        )
        return True
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    return bool(changed)
