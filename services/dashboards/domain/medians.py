"""Medians and thinning. Judgements on ordinal scales have an order, no distances: no means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

MOST_POINTS = 60
Item = TypeVar("Item")
Span = tuple[int, int]


def lower_median(ordered: Sequence[Item]) -> Item:
    """The middle one of a sorted sequence, of two the lower: always one that was really given."""
    return ordered[(len(ordered) - 1) // 2]


def thin(
    items: Sequence[Item],
    *,
    day: Callable[[Item], dt.date],
    value: Callable[[Item], float],
    most: int = MOST_POINTS,
) -> list[Item]:
    """At most `most` of the items (sorted by day): where there are more, the median of each month,
    then of each quarter, then of each year. What is kept are items that were there."""
    for span in (_month, _quarter, _year):
        if len(items) <= most:
            break
        items = [
            lower_median(sorted(group, key=value))
            for group in _grouped(items, lambda item, span=span: span(day(item)))  # type: ignore[misc]
        ]
    return list(items[-most:])


def _month(day: dt.date) -> Span:
    return day.year, day.month


def _quarter(day: dt.date) -> Span:
    return day.year, (day.month - 1) // 3


def _year(day: dt.date) -> Span:
    return day.year, 0


def _grouped(items: Iterable[Item], key: Callable[[Item], Span]) -> list[list[Item]]:
    groups: dict[Span, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [groups[span] for span in sorted(groups)]
