"""One month of one competency out of its data points: all that a whole area is put together from.

A new data point costs the work of its own month, however many came before it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from .medians import MOST_POINTS, lower_median


class Tile(NamedTuple):
    """A data point as the views need it; `value` is None for narratives and "not observed".

    `line`: the scale of an older form that the value goes on from (`same_as` of its form).
    """

    id: UUID
    record_id: UUID
    kind: str
    lineage: str
    outcome: str | None
    framework: str | None
    value: float | None
    scale: str | None
    audience: str
    role: str
    form_key: str
    stakes: str
    on: dt.date
    sent_at: dt.datetime
    contribution_id: UUID | None = None
    item: str | None = None
    row: str | None = None
    line: str | None = None

    @property
    def drawn_on(self) -> str | None:
        """The scale of its series and line: two forms that are the same have one."""
        return self.line or self.scale


def rolled_up(tiles: Iterable[Tile], lineage: str, outcome: str) -> list[Tile]:
    """What counts in an area that has others under it: its own data points and theirs, under its
    own name. What one answer says of several of them counts once."""
    found: list[Tile] = []
    known: set[tuple[Any, ...]] = set()
    for tile in sorted(tiles, key=lambda one: (one.lineage != lineage, *order(one))):
        answer = (tile.contribution_id, tile.kind, tile.item, tile.row)
        if tile.item is None or answer not in known:
            found.append(tile._replace(lineage=lineage, outcome=outcome))
        known.add(answer)
    return found


def order(tile: Tile) -> tuple[dt.date, dt.datetime, str]:
    """Oldest first, by when it was seen and not by when it was sent; ids break ties."""
    return tile.on, tile.sent_at, str(tile.id)


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def of_month(tiles: Iterable[Tile]) -> dict[str, Any] | None:
    """The month of these data points, all of one lineage; None when there are none but flags.

    Plain JSON: {framework, outcome, points, narratives, latest, by_role, by_stakes, last_on,
    by_form, series, lines}. A series and a line keep their points, and the median among them for
    when there are too many to show.
    """
    ordered = sorted((tile for tile in tiles if tile.kind != "flag"), key=order)
    if not ordered:
        return None
    rated = [tile for tile in ordered if tile.value is not None and tile.scale]
    points = [tile for tile in ordered if tile.kind == "point"]
    newest = ordered[-1]
    return {
        "framework": newest.framework,
        "outcome": newest.outcome,
        "points": len(points),
        "narratives": len(ordered) - len(points),
        "latest": _latest(rated),
        "by_role": Counter(tile.role for tile in points),
        "by_stakes": Counter(tile.stakes for tile in points),
        "last_on": newest.on.isoformat(),
        "by_form": _by_form(ordered),
        "series": _series(rated),
        "lines": _lines(rated),
    }


def _latest(rated: Sequence[Tile]) -> dict[str, Any] | None:
    if not rated:
        return None
    last = rated[-1]
    return {"value": last.value, "scale": last.scale, "on": last.on.isoformat()}


def _by_form(ordered: Sequence[Tile]) -> dict[str, dict[str, Any]]:
    """Form key -> {count: records that say something here, last_on}."""
    records: dict[str, set[UUID]] = defaultdict(set)
    last: dict[str, dt.date] = {}
    for tile in ordered:
        records[tile.form_key].add(tile.record_id)
        last[tile.form_key] = tile.on
    return {
        key: {"count": len(found), "last_on": last[key].isoformat()}
        for key, found in records.items()
    }


def _series(rated: Sequence[Tile]) -> list[dict[str, Any]]:
    """A series for each scale and kind of assessor: values of two scales never meet, but where a
    form goes on from another."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for tile in rated:
        groups[tile.drawn_on or "", tile.role].append(_point(tile))
    return [
        {"scale": scale, "role": role} | _kept(points) for (scale, role), points in groups.items()
    ]


def _kept(points: list[dict[str, Any]]) -> dict[str, Any]:
    """The points of a month, as long as all of them could ever be shown, and their median."""
    by_value = sorted(points, key=lambda point: float(point["value"]))
    return {
        "count": len(points),
        "points": points if len(points) <= MOST_POINTS else [],
        "median": lower_median(by_value),
    }


def _point(tile: Tile) -> dict[str, Any]:
    return {
        "on": tile.on.isoformat(),
        "value": tile.value,
        "record_id": str(tile.record_id),
        "form_key": tile.form_key,
    }


def _lines(rated: Sequence[Tile]) -> list[dict[str, Any]]:
    """For the line chart, one line for each scale whatever its version, a point a day; `scales`
    and `frameworks` are the versions used, each with its first day."""
    groups: dict[str, list[Tile]] = defaultdict(list)
    for tile in rated:
        groups[(tile.drawn_on or "").split("@")[0]].append(tile)
    return [
        {
            "name": name,
            "scale": group[-1].drawn_on,
            "given": len(group),
            "scales": _first_used((tile.drawn_on, tile.on) for tile in group),
            "frameworks": _first_used((tile.framework, tile.on) for tile in group),
        }
        | _kept(_days(group))
        for name, group in groups.items()
    ]


def _first_used(pairs: Iterable[tuple[str | None, dt.date]]) -> list[list[str]]:
    found: dict[str, str] = {}
    for version, on in pairs:
        if version:
            found.setdefault(version, on.isoformat())
    return [[version, on] for version, on in found.items()]


def _days(group: Sequence[Tile]) -> list[dict[str, Any]]:
    days: dict[dt.date, list[Tile]] = defaultdict(list)
    for tile in group:
        days[tile.on].append(tile)
    return [_day(on, tiles) for on, tiles in days.items()]


def _day(on: dt.date, tiles: Sequence[Tile]) -> dict[str, Any]:
    values = sorted(tile.value or 0.0 for tile in tiles)
    roles: dict[str, list[float]] = defaultdict(list)
    for tile in tiles:
        roles[tile.role].append(tile.value or 0.0)
    return {
        "on": on.isoformat(),
        "value": lower_median(values),
        "low": values[0],
        "high": values[-1],
        "by_role": {role: lower_median(sorted(given)) for role, given in sorted(roles.items())},
        "record_ids": sorted({str(tile.record_id) for tile in tiles}),
    }
