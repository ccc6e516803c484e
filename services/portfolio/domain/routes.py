"""What may be chosen in a programme, and whom a version of it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEACHER = "teacher"


@dataclass(frozen=True)
class Option:
    """One possibility; a route's option has requirements, phases and dossiers of its own."""

    key: str
    title: Mapping[str, str]
    requirements: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An elective (`pick` of the options, which are requirements) or a route (one option).

    `by`: learner or teacher. A teacher may always choose.
    """

    key: str
    title: Mapping[str, str]
    by: str
    pick: int
    options: tuple[Option, ...]
    is_route: bool

    def electives(self) -> tuple[str, ...]:
        """The requirements among which an elective picks."""
        return () if self.is_route else tuple(one.key for one in self.options)

    def left_out(self, chosen: tuple[str, ...]) -> tuple[set[str], set[str], set[str]]:
        """(requirements, phases, dossiers) of the options of a route that were not taken."""
        if not self.is_route or not self.options:
            return set(), set(), set()
        taken = next((one for one in self.options if one.key in chosen), self.options[0])
        others = [one for one in self.options if one is not taken]
        return (
            {key for one in others for key in one.requirements} - set(taken.requirements),
            {key for one in others for key in one.phases} - set(taken.phases),
            {key for one in others for key in one.dossiers} - set(taken.dossiers),
        )


@dataclass(frozen=True)
class Cohort:
    """Whom a version is for, by the first day of the course and the intake."""

    first: dt.date | None = None
    last: dt.date | None = None
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Cohort:
        given = document.get("cohort", {})
        first, last = (
            dt.date.fromisoformat(given[name]) if given.get(name) else None
            for name in ("from", "until")
        )
        return cls(first, last, tuple(given.get("names", ())))

    def holds(self, starts_on: dt.date, name: str) -> bool:
        return (
            (self.first is None or self.first <= starts_on)
            and (self.last is None or starts_on <= self.last)
            and (not self.names or name in self.names)
        )


def choices_of(document: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The electives and routes of a `programme/1` document."""
    titles = {
        required_key(place, one): one.get("title", {})
        for place, one in enumerate(document.get("requirements", ()), start=1)
    }
    electives = [
        Choice(
            one["key"],
            one["title"],
            one.get("by", TEACHER),
            int(one["pick"]),
            tuple(Option(key, titles.get(key, {})) for key in one["of"]),
            is_route=False,
        )
        for one in document.get("choices", ())
    ]
    routes = [
        Choice(
            one["key"],
            one["title"],
            one.get("by", TEACHER),
            1,
            tuple(_option(option) for option in one["options"]),
            is_route=True,
        )
        for one in document.get("routes", ())
    ]
    return (*electives, *routes)


def _option(one: Mapping[str, Any]) -> Option:
    return Option(
        one["key"],
        one["title"],
        tuple(one.get("requirements", ())),
        tuple(one.get("phases", ())),
        tuple(one.get("dossiers", ())),
    )


def required_key(place: int, one: Mapping[str, Any]) -> str:
    """The own key of a requirement, or one made of its forms and phases."""
    made = [
        name
        for given in (one.get("forms") or one.get("form"), one.get("phases") or one.get("phase"))
        for name in ([given] if isinstance(given, str) else given or ())
    ]
    return one.get("key") or "-".join(made) or str(place)
