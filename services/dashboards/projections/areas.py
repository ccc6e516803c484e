"""The competency areas of a portfolio, worked out again where data points came or went.

An outcome below another counts in its own area and in all above it, to the top of its framework.
Only the months that were touched are read from the facts; an area is put together from its months.
So an event costs the same in a portfolio of a hundred data points and of ten thousand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction

from ..domain.areas import put_together
from ..domain.calendar import add_months
from ..domain.months import Tile, month_of, of_month, rolled_up
from ..tables import Area, AreaMonth, Point, Portfolio
from .programmes import known_programme
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
    Point.contribution_id,
    Point.item,
    Point.row,
    Point.line,
)
# Lineage of an outcome -> all outcomes above it.
Above = Mapping[str, tuple[Mapping[str, Any], ...]]


def tiles(tx: Transaction, portfolio_id: UUID, lineages: Collection[str]) -> list[Tile]:
    """All data points of some areas of a portfolio, those of the outcomes under them included; of
    one lineage a few thousand at most."""
    wanted = sa.select(*_TILE).where(
        Point.portfolio_id == portfolio_id,
        Point.lineage.in_(_with_below(lineages, _above(tx, portfolio_id))),
    )
    return [Tile(*row) for row in tx.session.execute(wanted)]


def grouped(
    tx: Transaction, portfolio_id: UUID, found: Iterable[Tile], lineages: Collection[str]
) -> dict[str, list[Tile]]:
    """Data points by the areas in which they count: their own, and all above it."""
    above = _above(tx, portfolio_id)
    groups: dict[str, list[Tile]] = defaultdict(list)
    for tile in found:
        for lineage in (tile.lineage, *_names(above, tile.lineage)):
            groups[lineage].append(tile)
    outcomes = {one["lineage"]: one["outcome"] for chain in above.values() for one in chain}
    for lineage in groups.keys() & outcomes.keys():
        groups[lineage] = rolled_up(groups[lineage], lineage, outcomes[lineage])
    return {lineage: group for lineage, group in groups.items() if lineage in lineages}


def regroup(tx: Transaction, view: HeldView) -> None:
    """Work out everything again: the programme says otherwise what is under what."""
    portfolio_id = view.row.portfolio_id
    known = sa.select(AreaMonth.lineage, AreaMonth.month).distinct()
    found = tx.session.execute(known.where(AreaMonth.portfolio_id == portfolio_id))
    places = {(lineage, month) for lineage, month in found}
    if places:
        refresh(tx, view, places)


def _above(tx: Transaction, portfolio_id: UUID) -> Above:
    portfolio = tx.session.get(Portfolio, portfolio_id)
    known = known_programme(tx, portfolio.programme_hash) if portfolio else None
    return known.above if known else {}


def _names(above: Above, lineage: str) -> list[str]:
    return [one["lineage"] for one in above.get(lineage, ())]


def _with_below(lineages: Collection[str], above: Above) -> list[str]:
    below = {name for name in above if not set(_names(above, name)).isdisjoint(lineages)}
    return sorted({*lineages, *below})


def _with_above(touched: Collection[Place], above: Above) -> set[Place]:
    return {*touched, *((up, month) for name, month in touched for up in _names(above, name))}


def refresh(tx: Transaction, view: HeldView, touched: Collection[Place]) -> None:
    """Work out these months again, and with them their areas, one for each audience."""
    portfolio_id = view.row.portfolio_id
    touched = _with_above(touched, _above(tx, portfolio_id))
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
    names = {lineage for lineage, _ in touched}
    tx.session.execute(
        sa.delete(AreaMonth).where(
            AreaMonth.portfolio_id == portfolio_id,
            sa.tuple_(AreaMonth.lineage, AreaMonth.month).in_(sorted(touched)),
        )
    )
    groups = {
        (lineage, *place): group
        for place, found in _by_month(_touched_tiles(tx, portfolio_id, touched)).items()
        for lineage, group in grouped(tx, portfolio_id, found, names).items()
        if (lineage, place[0]) in touched
    }
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


def _by_month(found: Iterable[Tile]) -> dict[tuple[dt.date, str], list[Tile]]:
    """By month and audience."""
    groups: dict[tuple[dt.date, str], list[Tile]] = defaultdict(list)
    for tile in found:
        groups[month_of(tile.on), tile.audience].append(tile)
    return groups


def _touched_tiles(tx: Transaction, portfolio_id: UUID, touched: Collection[Place]) -> list[Tile]:
    above = _above(tx, portfolio_id)
    months: dict[dt.date, list[str]] = defaultdict(list)
    for lineage, month in sorted(touched):
        months[month].append(lineage)
    either = [
        sa.and_(
            Point.lineage.in_(_with_below(lineages, above)),
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
