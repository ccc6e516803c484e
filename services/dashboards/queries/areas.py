"""Areas for one reader: as they were worked out, or from the facts where audiences mix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain.areas import summarise
from ..domain.audience import may_read
from ..projections.areas import grouped, tiles
from ..projections.programmes import KnownProgramme
from ..tables import Area
from .access import Seen

COUNTS = ("points", "narratives", "latest", "by_role", "by_stakes", "last_on")
NOTHING: dict[str, Any] = {
    "points": 0,
    "narratives": 0,
    "latest": None,
    "by_role": {},
    "by_stakes": {},
    "last_on": None,
}


def by_lineage(
    tx: Transaction, seen: Seen, columns: Collection[str], lineage: str | None = None
) -> dict[str, dict[str, Any]]:
    """Lineage -> the asked columns of its area, as this reader may see it.

    Costs the same for few and for many data points, unless the area holds points for several
    audiences to which the reader belongs: their medians cannot be put together afterwards.
    """
    shown = ("lineage", "audience", "framework", "outcome", *columns)
    wanted = sa.select(*(getattr(Area, name) for name in shown)).where(
        Area.portfolio_id == seen.view.portfolio_id
    )
    if lineage is not None:
        wanted = wanted.where(Area.lineage == lineage)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tx.session.execute(wanted.order_by(Area.lineage, Area.audience)).mappings():
        if may_read(row["audience"], seen.reader):
            rows[row["lineage"]].append(dict(row))
    mixed = [name for name, found in rows.items() if len(found) > 1]
    single = {name: found[0] for name, found in rows.items() if len(found) == 1}
    return single | (_from_facts(tx, seen, mixed) if mixed else {})


def _from_facts(tx: Transaction, seen: Seen, lineages: Sequence[str]) -> dict[str, dict[str, Any]]:
    portfolio_id = seen.view.portfolio_id
    found = [
        one for one in tiles(tx, portfolio_id, lineages) if may_read(one.audience, seen.reader)
    ]
    groups = grouped(tx, portfolio_id, found, lineages)
    return {
        lineage: {"lineage": lineage} | (summarise(group) or {})
        for lineage, group in groups.items()
    }


def area(lineage: str, found: dict[str, Any], top: str | None = None) -> dict[str, Any]:
    """The `Area` of the contract."""
    return {
        "framework": found["framework"],
        "lineage": lineage,
        "outcome": found["outcome"],
        "under": top,
    } | {name: found[name] for name in COUNTS}


def empty_area(known: dict[str, Any]) -> dict[str, Any]:
    names = ("framework", "lineage", "outcome")
    return {name: known.get(name) for name in names} | {"under": None} | NOTHING


def top_of(lineage: str, programme: KnownProgramme | None) -> str | None:
    """The area at the top in which this one counts too."""
    one = programme.tops.get(lineage) if programme else None
    return str(one["lineage"]) if one else None


def in_order(
    found: dict[str, dict[str, Any]], programme: KnownProgramme | None
) -> list[dict[str, Any]]:
    """All areas: those of the programme in its order, its competencies also while they are empty,
    then the others."""
    known = programme.areas if programme else ()
    first = [one for one in known if one["is_listed"] or one["lineage"] in found]
    named = {one["lineage"] for one in first}
    listed = [
        area(one["lineage"], found[one["lineage"]]) if one["lineage"] in found else empty_area(one)
        for one in first
    ]
    others = [name for name in sorted(found) if name not in named]
    return listed + [area(name, found[name], top_of(name, programme)) for name in others]
