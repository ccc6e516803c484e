"""One competency area out of its data points: counts, the latest value, and thinned series."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from .medians import lower_median, thin


class Tile(NamedTuple):
    """A data point as the views need it; `value` is None for narratives and "not observed"."""

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


def order(tile: Tile) -> tuple[dt.date, dt.datetime, str]:
    """Oldest first, by when it was seen and not by when it was sent; ids break ties."""
    return tile.on, tile.sent_at, str(tile.id)


def summarise(tiles: Iterable[Tile]) -> dict[str, Any] | None:
    """The area of these data points, all of one lineage; None when there are none.

    {framework, outcome, points, narratives, latest, by_role, by_stakes, last_on, by_form, series,
    lines}; dates are ISO texts, so that it can be kept as JSON. Flags are not part of an area.
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
        "by_role": dict(sorted(Counter(tile.role for tile in points).items())),
        "by_stakes": dict(sorted(Counter(tile.stakes for tile in points).items())),
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


def _by_form(ordered: Sequence[Tile]) -> list[dict[str, Any]]:
    """How many records of each form say something here, and when the last was seen."""
    records: dict[str, set[UUID]] = defaultdict(set)
    last: dict[str, dt.date] = {}
    for tile in ordered:
        records[tile.form_key].add(tile.record_id)
        last[tile.form_key] = tile.on
    return [
        {"form_key": key, "count": len(records[key]), "last_on": last[key].isoformat()}
        for key in sorted(records)
    ]


def _series(rated: Sequence[Tile]) -> list[dict[str, Any]]:
    """A series for each scale and kind of assessor: values of two scales never meet."""
    groups: dict[tuple[str, str], list[Tile]] = defaultdict(list)
    for tile in rated:
        groups[tile.scale or "", tile.role].append(tile)
    return [
        {"scale": scale, "role": role, "points": [_point(tile) for tile in _thinned(group)]}
        for (scale, role), group in sorted(groups.items())
    ]


def _thinned(group: Sequence[Tile]) -> list[Tile]:
    return thin(group, day=lambda tile: tile.on, value=lambda tile: tile.value or 0.0)


def _point(tile: Tile) -> dict[str, Any]:
    return {
        "on": tile.on.isoformat(),
        "value": tile.value,
        "record_id": str(tile.record_id),
        "form_key": tile.form_key,
    }


def _lines(rated: Sequence[Tile]) -> list[dict[str, Any]]:
    """For the line chart, one line for each scale whatever its version, with the days on which
    the version of scale or framework changed."""
    groups: dict[str, list[Tile]] = defaultdict(list)
    for tile in rated:
        groups[(tile.scale or "").split("@")[0]].append(tile)
    return [_line(name, group) for name, group in sorted(groups.items())]


def _line(name: str, group: Sequence[Tile]) -> dict[str, Any]:
    days: dict[dt.date, list[Tile]] = defaultdict(list)
    for tile in group:
        days[tile.on].append(tile)
    kept = thin(
        [_day(days[day]) for day in sorted(days)],
        day=lambda point: dt.date.fromisoformat(point["on"]),
        value=lambda point: float(point["value"]),
    )
    return {
        "name": name,
        "scale": group[-1].scale,
        "count": len(group),
        "points": kept,
        "breaks": _breaks(group),
    }


def _day(tiles: Sequence[Tile]) -> dict[str, Any]:
    values = sorted(tile.value or 0.0 for tile in tiles)
    roles: dict[str, list[float]] = defaultdict(list)
    for tile in tiles:
        roles[tile.role].append(tile.value or 0.0)
    return {
        "on": tiles[0].on.isoformat(),
        "value": lower_median(values),
        "low": values[0],
        "high": values[-1],
        "by_role": {role: lower_median(sorted(given)) for role, given in sorted(roles.items())},
        "record_ids": sorted({str(tile.record_id) for tile in tiles}),
    }


def _breaks(group: Sequence[Tile]) -> list[dict[str, Any]]:
    """The days on which a version of the scale or of the framework was used for the first time."""
    found: list[dict[str, Any]] = []
    for attribute in ("scale", "framework"):
        known: list[str] = []
        for tile in group:
            version = getattr(tile, attribute)
            if version and version not in known:
                if known:
                    found.append({"on": tile.on.isoformat(), "from": known[-1], "to": version})
                known.append(version)
    return sorted(found, key=lambda change: (change["on"], change["to"]))
