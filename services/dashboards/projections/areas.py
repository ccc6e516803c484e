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
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.transaction import Transaction
from libs.course.calendar import add_months

from ..domain.areas import put_together
from ..domain.months import Tile, month_of, of_month, rolled_up
from ..tables import Area, AreaMonth, Point, Portfolio
from . import facts
from .programmes import known_programme
from .views import Touched

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
# The points of some months, in one query for all portfolios: each span is read by the index.
_TILES = (
    sa.text(
        f"""
        SELECT point.portfolio_id, {", ".join(f"point.{one.key}" for one in _TILE)}
        FROM jsonb_to_recordset(:spans)
          AS r (portfolio uuid, first date, after date, lineages text[])
        JOIN point ON point.portfolio_id = r.portfolio AND point.lineage = ANY (r.lineages)
          AND point.encounter_date >= r.first AND point.encounter_date < r.after
        """
    )
    .bindparams(sa.bindparam("spans", type_=JSONB))
    .columns(Point.portfolio_id, *_TILE)
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


def regroup(tx: Transaction, touched: Touched) -> None:
    """Work out everything again: the programme says otherwise what is under what."""
    known = sa.select(AreaMonth.lineage, AreaMonth.month).distinct()
    for view in touched:
        found = tx.session.execute(known.where(AreaMonth.portfolio_id == view.portfolio_id))
        places = {(lineage, month) for lineage, month in found}
        if places:
            refresh(tx, {view: places})


def _above(tx: Transaction, portfolio_id: UUID) -> Above:
    portfolio = facts.known(tx, Portfolio, portfolio_id)
    known = known_programme(tx, portfolio.programme_hash) if portfolio else None
    return known.above if known else {}


def _names(above: Above, lineage: str) -> list[str]:
    return [one["lineage"] for one in above.get(lineage, ())]


def _with_below(lineages: Collection[str], above: Above) -> list[str]:
    below = {name for name in above if not set(_names(above, name)).isdisjoint(lineages)}
    return sorted({*lineages, *below})


def _with_above(touched: Collection[Place], above: Above) -> set[Place]:
    return {*touched, *((up, month) for name, month in touched for up in _names(above, name))}


def refresh(tx: Transaction, touched: Touched) -> None:
    """Work out these months again, and with them their areas, one for each audience."""
    views = {view.portfolio_id: view for view in touched}
    facts.fetch(tx, Portfolio, views)
    places = {
        view.portfolio_id: _with_above(places, _above(tx, view.portfolio_id))
        for view, places in touched.items()
    }
    _refresh_months(tx, places)
    pairs = sorted({(id, lineage) for id, found in places.items() for lineage, _ in found})
    areas = _put_together(tx, pairs)
    wanted = sa.select(Area).where(sa.tuple_(Area.portfolio_id, Area.lineage).in_(pairs))
    known = {
        (row.portfolio_id, row.lineage, row.audience): row for row in tx.session.scalars(wanted)
    }
    for place in sorted(known.keys() | areas.keys()):
        if _put(tx, place, known.get(place), areas.get(place)):
            views[place[0]].changed = True
    tx.session.flush()


def _refresh_months(tx: Transaction, touched: Mapping[UUID, Collection[Place]]) -> None:
    every = sorted((id, *place) for id, places in touched.items() for place in places)
    key = sa.tuple_(AreaMonth.portfolio_id, AreaMonth.lineage, AreaMonth.month)
    tx.session.execute(sa.delete(AreaMonth.__table__).where(key.in_(every)))  # type: ignore[arg-type]
    rows = []
    for portfolio_id, found in _touched_tiles(tx, touched).items():
        places = touched[portfolio_id]
        names = {lineage for lineage, _ in places}
        for (month, audience), some in _by_month(found).items():
            for lineage, group in grouped(tx, portfolio_id, some, names).items():
                summary = of_month(group) if (lineage, month) in places else None
                if summary is not None:
                    rows.append(
                        {
                            "portfolio_id": portfolio_id,
                            "institution_id": tx.principal.institution_id,
                            "lineage": lineage,
                            "month": month,
                            "audience": audience,
                            "summary": summary,
                        }
                    )
    if rows:
        tx.session.execute(sa.insert(AreaMonth.__table__), rows)  # type: ignore[arg-type]


def _by_month(found: Iterable[Tile]) -> dict[tuple[dt.date, str], list[Tile]]:
    """By month and audience."""
    groups: dict[tuple[dt.date, str], list[Tile]] = defaultdict(list)
    for tile in found:
        groups[month_of(tile.on), tile.audience].append(tile)
    return groups


def _touched_tiles(
    tx: Transaction, touched: Mapping[UUID, Collection[Place]]
) -> dict[UUID, list[Tile]]:
    """The data points of these months, by portfolio."""
    spans = []
    for portfolio_id, places in touched.items():
        above = _above(tx, portfolio_id)
        months: dict[dt.date, list[str]] = defaultdict(list)
        for lineage, month in places:
            months[month].append(lineage)
        spans += [
            {
                "portfolio": str(portfolio_id),
                "first": month.isoformat(),
                "after": add_months(month, 1).isoformat(),
                "lineages": _with_below(lineages, above),
            }
            for month, lineages in months.items()
        ]
    found: dict[UUID, list[Tile]] = defaultdict(list)
    for portfolio_id, *tile in tx.session.execute(_TILES, {"spans": spans}):
        found[portfolio_id].append(Tile(*tile))
    return found


def _put_together(
    tx: Transaction, pairs: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str, str], dict[str, Any]]:
    """(portfolio, lineage, audience) -> area, from all months."""
    of = AreaMonth
    wanted = (
        sa.select(of.portfolio_id, of.lineage, of.audience, of.summary)
        .where(sa.tuple_(of.portfolio_id, of.lineage).in_(pairs))
        .order_by(of.month)
    )
    months: dict[tuple[UUID, str, str], list[Any]] = defaultdict(list)
    for portfolio_id, lineage, audience, summary in tx.session.execute(wanted):
        months[portfolio_id, lineage, audience].append(summary)
    areas = {place: put_together(parts) for place, parts in months.items()}
    return {place: area for place, area in areas.items() if area is not None}


def _put(
    tx: Transaction,
    place: tuple[UUID, str, str],
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
        portfolio_id, lineage, audience = place
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
