"""Electives and routes: which part of a programme is this learner's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """So many of these requirements count."""

    key: str
    pick: int
    of: tuple[str, ...]
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """What belongs to one way through the programme only."""

    key: str
    requirements: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    key: str
    options: tuple[Option, ...]
    title: Mapping[str, str] = field(default_factory=dict)

    def option(self, chosen: Chosen) -> Option | None:
        """The one that was chosen; until somebody chooses, the first."""
        wanted = chosen.get(self.key, ())
        found = next((one for one in self.options if one.key in wanted), None)
        return found or next(iter(self.options), None)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom a version of a programme is for; what is not stated is no condition."""

    first: dt.date | None = None
    last: dt.date | None = None
    names: tuple[str, ...] = ()

    def holds(self, starts_on: dt.date, name: str) -> bool:
        """Whether it is for a learner who starts on this day, in this intake."""
        return (
            (self.first is None or self.first <= starts_on)
            and (self.last is None or starts_on <= self.last)
            and (not self.names or name in self.names)
        )


def choices(document: Mapping[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(one["key"], int(one["pick"]), tuple(one["of"]), one.get("title", {}))
        for one in document.get("choices", ())
    )


def routes(document: Mapping[str, Any]) -> tuple[Route, ...]:
    return tuple(
        Route(
            one["key"],
            tuple(_option(option) for option in one["options"]),
            one.get("title", {}),
        )
        for one in document.get("routes", ())
    )


def _option(one: Mapping[str, Any]) -> Option:
    return Option(
        one["key"],
        tuple(one.get("requirements", ())),
        tuple(one.get("phases", ())),
        tuple(one.get("dossiers", ())),
        one.get("title", {}),
    )


def cohort(document: Mapping[str, Any]) -> Cohort:
    given = document.get("cohort", {})
    return Cohort(_day(given.get("from")), _day(given.get("until")), tuple(given.get("names", ())))


def _day(given: str | None) -> dt.date | None:
    return dt.date.fromisoformat(given) if given else None


def left_out(routes: tuple[Route, ...], chosen: Chosen) -> tuple[set[str], set[str], set[str]]:
    """(requirements, phases, dossiers) of the ways that were not taken."""
    requirements: set[str] = set()
    phases: set[str] = set()
    dossiers: set[str] = set()
    for route in routes:
        taken = route.option(chosen)
        for option in route.options:
            if taken and option.key != taken.key:
                requirements |= set(option.requirements) - set(taken.requirements)
                phases |= set(option.phases) - set(taken.phases)
                dossiers |= set(option.dossiers) - set(taken.dossiers)
    return requirements, phases, dossiers


def settled(
    choices: tuple[Choice, ...], chosen: Chosen, judged: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Requirements with the name of their choice; those over and above what must be picked are
    `spare` and never behind. What was chosen counts first, then what has come furthest."""
    found = [dict(one) for one in judged]
    for choice in choices:
        among = [one for one in found if one["key"] in choice.of]
        wanted = chosen.get(choice.key, ())
        among.sort(key=lambda one: (one["key"] not in wanted, -_part(one)))
        for place, one in enumerate(among):
            one["choice"] = choice.key
            if place >= choice.pick:
                _spare(one)
    return found


def _part(one: Mapping[str, Any]) -> float:
    return min(float(one["count"]) / float(one["needed"]), 1.0)


def _spare(one: dict[str, Any]) -> None:
    one["spare"], one["expected"] = True, 0
    if one["state"] == "behind":
        one["state"] = "on_track"
