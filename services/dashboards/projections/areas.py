"""The competency areas of a portfolio, worked out again where data points came or went.

Only the months that were touched are read from the facts; an area is put together from its
months. So an event costs the same in a portfolio of a hundred data points and of ten thousand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction

from ..domain.areas import put_together
from ..domain.calendar import add_months
from ..domain.months import Tile, month_of, of_month
from ..tables import Area, AreaMonth, Point
from .views import HeldView

Place = tuple[str, dt.date]  # lineage and month
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
    """All data points of some areas of a portfolio; of one lineage a few thousand at most."""
    wanted = sa.select(*_TILE).where(
        Point.portfolio_id == portfolio_id, Point.lineage.in_(sorted(lineages))
    )
    return [Tile(*row) for row in tx.session.execute(wanted)]


def refresh(tx: Transaction, view: HeldView, touched: Collection[Place]) -> None:
    """Work out these months again, and with them their areas, one for each audience."""
    portfolio_id = view.row.portfolio_id
    _refresh_months(tx, portfolio_id, touched)
    lineages = sorted({lineage for lineage, _ in touched})
    found = _put_together(tx, portfolio_id, lineages)
    known = {
        (row.lineage, row.audience): row
        for row in tx.session.scalars(
            sa.select(Area).where(Area.portfolio_id == portfolio_id, Area.lineage.in_(lineages))
        )
    }
    for place in sorted(known.keys() | found.keys()):
        if _put(tx, portfolio_id, place, known.get(place), found.get(place)):
            view.changed = True
    tx.session.flush()


def _refresh_months(tx: Transaction, portfolio_id: UUID, touched: Collection[Place]) -> None:
    tx.session.execute(
        sa.delete(AreaMonth).where(
            AreaMonth.portfolio_id == portfolio_id,
            sa.tuple_(AreaMonth.lineage, AreaMonth.month).in_(sorted(touched)),
        )
    )
    groups: dict[tuple[str, dt.date, str], list[Tile]] = defaultdict(list)
    for tile in _touched_tiles(tx, portfolio_id, touched):
        groups[tile.lineage, month_of(tile.on), tile.audience].append(tile)
    rows = [
        {
            "portfolio_id": portfolio_id,
            "institution_id": tx.principal.institution_id,
            "lineage": lineage,
            "month": month,
            "audience": audience,
            "summary": summary,
        }
        for (lineage, month, audience), group in groups.items()
        if (summary := of_month(group)) is not None
    ]
    if rows:
        tx.session.execute(insert(AreaMonth).values(rows))


def _touched_tiles(tx: Transaction, portfolio_id: UUID, touched: Collection[Place]) -> list[Tile]:
    months: dict[dt.date, list[str]] = defaultdict(list)
    for lineage, month in sorted(touched):
        months[month].append(lineage)
    either = [
        sa.and_(
            Point.lineage.in_(lineages),
            Point.encounter_date >= month,
            Point.encounter_date < add_months(month, 1),
        )
        for month, lineages in months.items()
    ]
    wanted = sa.select(*_TILE).where(Point.portfolio_id == portfolio_id, sa.or_(*either))
    return [Tile(*row) for row in tx.session.execute(wanted)]


def _put_together(
    tx: Transaction, portfolio_id: UUID, lineages: list[str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """(lineage, audience) -> area, from all months."""
    wanted = (
        sa.select(AreaMonth.lineage, AreaMonth.audience, AreaMonth.summary)
        .where(AreaMonth.portfolio_id == portfolio_id, AreaMonth.lineage.in_(lineages))
        .order_by(AreaMonth.month)
    )
    months: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for lineage, audience, summary in tx.session.execute(wanted):
        months[lineage, audience].append(summary)
    areas = {place: put_together(parts) for place, parts in months.items()}
    return {place: area for place, area in areas.items() if area is not None}


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
