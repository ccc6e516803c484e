"""Medians and thinning. Judgements on ordinal scales have an order, no distances: no means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

MOST_POINTS = 60
Item = TypeVar("Item")
Point = Mapping[str, Any]


def lower_median(ordered: Sequence[Item]) -> Item:
    """The middle one of a sorted sequence, of two the lower: always one that was really given."""
    return ordered[(len(ordered) - 1) // 2]


def thin(medians: Sequence[Point]) -> list[Point]:
    """At most 60 of the medians of months ({on: ISO date, value}, oldest first): where there are
    more, the median of each quarter, then of each year. What is kept was there."""
    kept = list(medians)
    for span in (_quarter, _year):
        if len(kept) <= MOST_POINTS:
            break
        kept = [lower_median(sorted(group, key=_value)) for group in _grouped(kept, span)]
    return kept[-MOST_POINTS:]


def _value(point: Point) -> float:
    return float(point["value"])


def _quarter(point: Point) -> tuple[str, int]:
    return point["on"][:4], (int(point["on"][5:7]) - 1) // 3


def _year(point: Point) -> tuple[str, int]:
    return point["on"][:4], 0


def _grouped(
    points: Sequence[Point], span: Callable[[Point], tuple[str, int]]
) -> list[list[Point]]:
    groups: dict[tuple[str, int], list[Point]] = {}
    for point in points:
        groups.setdefault(span(point), []).append(point)
    return [groups[place] for place in sorted(groups)]
