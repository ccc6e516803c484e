"""What counts for a requirement: levels on a named scale version, breadth, and spread over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

BREADTH = ("assessors", "assessor_roles", "contexts", "months")


class Rating(NamedTuple):
    """`scale` is name@version: a value means something on that version only."""

    scale: str
    value: float
    role: str
    item: str | None


class Assessor(NamedTuple):
    """Somebody other than the learner who had a part in it; `kind`: their role or group. An
    anonymous rater is nobody in particular."""

    person: str | None
    role: str
    kind: str


class Done(NamedTuple):
    """One finished record or approved registration. `amount`: 1, or its hours."""

    on: dt.date
    amount: float = 1.0
    context: str | None = None
    assessors: tuple[Assessor, ...] = ()
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """At least `least` on one of `scales`: the named version, and those declared the same."""

    scales: tuple[str, ...]
    least: float
    item: str | None = None

    def is_reached(self, done: Done) -> bool:
        """By every rating on the scale that somebody other than the learner gave; without any
        such rating it is not."""
        roles = {one.role for one in done.assessors}
        values = [
            one.value
            for one in done.ratings
            if one.scale in self.scales
            and one.role in roles
            and (self.item is None or one.item == self.item)
        ]
        return bool(values) and min(values) >= self.least


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a requirement asks besides a number. `breadth`: kind of breadth -> at least so many;
    `at_most`: (count, week or month)."""

    level: Level | None = None
    breadth: Mapping[str, int] = field(default_factory=dict)
    at_most: tuple[int, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.level or self.breadth or self.at_most)


class Tally(NamedTuple):
    """How much counts, and how broad it is."""

    amount: float
    breadth: Mapping[str, int]


def conditions(requirement: Mapping[str, Any]) -> Conditions:
    """Those of a requirement of a `programme/1` document."""
    level, most = requirement.get("level"), requirement.get("at_most")
    breadth = {kind: int(requirement[kind]) for kind in BREADTH if requirement.get(kind)}
    return Conditions(
        level=_level(level) if level else None,
        breadth=breadth,
        at_most=(int(most["count"]), most["per"]) if most else None,
    )


def _level(given: Mapping[str, Any]) -> Level:
    scales = (given["scale"], *given.get("same_as", ()))
    return Level(scales, float(given["min"]), given.get("item"))


def tally(asked: Conditions, found: Iterable[Done]) -> Tally:
    """What of the finished counts, oldest first."""
    counting = [one for one in found if asked.level is None or asked.level.is_reached(one)]
    counting = _capped(sorted(counting, key=lambda one: one.on), asked.at_most)
    return Tally(
        sum(one.amount for one in counting),
        {kind: len(_kinds(kind, counting)) for kind in asked.breadth},
    )


def _capped(found: list[Done], at_most: tuple[int, str] | None) -> list[Done]:
    if at_most is None:
        return found
    most, per = at_most
    kept: dict[tuple[int, int], list[Done]] = {}
    for one in found:
        among = kept.setdefault(_span(one.on, per), [])
        if len(among) < most:
            among.append(one)
    return [one for among in kept.values() for one in among]


def _span(on: dt.date, per: str) -> tuple[int, int]:
    week = on.isocalendar()
    return (week.year, week.week) if per == "week" else (on.year, on.month)


def _kinds(kind: str, found: list[Done]) -> set[Any]:
    if kind == "contexts":
        return {one.context for one in found if one.context}
    if kind == "months":
        return {(one.on.year, one.on.month) for one in found}
    assessors = [assessor for one in found for assessor in one.assessors]
    if kind == "assessors":
        return {one.person for one in assessors if one.person}
    return {one.kind for one in assessors}
