"""One competency area, put together from its months."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .medians import MOST_POINTS, thin
from .months import Tile, month_of, of_month

Month = Mapping[str, Any]


def summarise(tiles: Iterable[Tile]) -> dict[str, Any] | None:
    """The area of these data points, all of one lineage; None when there are none."""
    groups: dict[Any, list[Tile]] = defaultdict(list)
    for tile in tiles:
        groups[month_of(tile.on)].append(tile)
    months = [of_month(groups[month]) for month in sorted(groups)]
    return put_together([month for month in months if month is not None])


def put_together(months: Sequence[Month]) -> dict[str, Any] | None:
    """The area of these months, oldest first; None when there are none.

    {framework, outcome, points, narratives, latest, by_role, by_stakes, last_on, by_form, series,
    lines}; dates are ISO texts, so that it can be kept as JSON.
    """
    if not months:
        return None
    newest = months[-1]
    latest = [month["latest"] for month in months if month["latest"]]
    return {
        "framework": newest["framework"],
        "outcome": newest["outcome"],
        "points": sum(month["points"] for month in months),
        "narratives": sum(month["narratives"] for month in months),
        "latest": latest[-1] if latest else None,
        "by_role": _added(month["by_role"] for month in months),
        "by_stakes": _added(month["by_stakes"] for month in months),
        "last_on": newest["last_on"],
        "by_form": _by_form(months),
        "series": _series(months),
        "lines": _lines(months),
    }


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _by_form(months: Sequence[Month]) -> list[dict[str, Any]]:
    count: Counter[str] = Counter()
    last: dict[str, str] = {}
    for month in months:
        for key, one in month["by_form"].items():
            count[key] += one["count"]
            last[key] = one["last_on"]
    return [{"form_key": key, "count": count[key], "last_on": last[key]} for key in sorted(count)]


def _series(months: Sequence[Month]) -> list[dict[str, Any]]:
    groups = _grouped(months, "series", ("scale", "role"))
    return [
        {"scale": scale, "role": role, "points": _shown(parts)}
        for (scale, role), parts in sorted(groups.items())
    ]


def _lines(months: Sequence[Month]) -> list[dict[str, Any]]:
    groups = _grouped(months, "lines", ("name",))
    return [
        {
            "name": name,
            "scale": parts[-1]["scale"],
            "count": sum(part["given"] for part in parts),
            "points": _shown(parts),
            "breaks": _breaks(parts),
        }
        for (name,), parts in sorted(groups.items())
    ]


def _grouped(
    months: Sequence[Month], what: str, by: tuple[str, ...]
) -> dict[tuple[str, ...], list[Month]]:
    groups: dict[tuple[str, ...], list[Month]] = defaultdict(list)
    for month in months:
        for part in month[what]:
            groups[tuple(part[name] for name in by)].append(part)
    return groups


def _shown(parts: Sequence[Month]) -> list[Any]:
    """All points, or where there are more than can be shown the median of each month, then of
    each quarter, then of each year."""
    if sum(part["count"] for part in parts) <= MOST_POINTS:
        return [point for part in parts for point in part["points"]]
    return thin([part["median"] for part in parts])


def _breaks(parts: Sequence[Month]) -> list[dict[str, Any]]:
    """The days on which a version of the scale or of the framework was used for the first time."""
    found: list[dict[str, Any]] = []
    for versions in ("scales", "frameworks"):
        known: list[str] = []
        for version, on in (pair for part in parts for pair in part[versions]):
            if version in known:
                continue
            if known:
                found.append({"on": on, "from": known[-1], "to": version})
            known.append(version)
    return sorted(found, key=lambda change: (change["on"], change["to"]))
