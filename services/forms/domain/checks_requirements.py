"""What is wrong with the requirements of a programme: numbers, levels, breadth and spread."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import scales
from .problems import Problem, is_number, is_whole, listed, problem, told
from .ratings import ratings

PERIODS = ("programme", "phase", "year", "half_year", "quarter", "month")
BREADTH = ("assessors", "assessor_roles", "contexts", "months")
VERSIONED = re.compile(r"[a-z][a-z0-9_-]{0,63}@[0-9]+")
MONTHS_PER = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
MOST_MONTHS = 600  # Of a phase; more is told elsewhere.
MOST_PER = ("week", "month")
SENTENCES = {
    "phase": "There is no phase {given} in this programme.",
    "what": "Say what is counted: a form, or a kind of registration.",
    "scale_version": "Name the scale with its version, such as supervision@2: a level means "
    "something on one version of one scale only.",
    "level": "Say which level is the least, as a value of the scale.",
    "more_than_counted": "{count} of them cannot come from {needed} different people, roles, "
    "places or months.",
    "more_than_months": "There are {months} months in the period, so it cannot be in {needed} "
    "different ones.",
    "more_than_at_most": "With so few counted in each week or month, {count} never fit into the "
    "period.",
    "capped": "Say for what the most is meant: a week or a month.",
    "hours": "Hours are counted of registrations; choose a kind of registration.",
    "no_such_level": "The scale {scale} has no level {given}.",
    "no_ratings": "Ratings are given in forms, not in registrations; choose a form for this level.",
    "never_given": "The requirement {requirement} could never be met: nobody but the learner is "
    "asked for a rating on {scale} in {forms}.",
    "item_never_given": "The requirement {requirement} could never be met: {item} gives no rating "
    "on {scale} in {forms}.",
    "not_alike": "The scales {scale} and {given} have other values: a level of one is none of the "
    "other.",
    "not_ordered": "The scale {scale} has no levels to compare with.",
}


@dataclass
class Named:
    """The members of a list by key, with the path of each, and the problems met on the way."""

    keys: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    at: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def keep(self, key: str, path: str, member: Mapping[str, Any]) -> None:
        self.keys[key] = member
        self.at.append((path, member))

    @property
    def members(self) -> list[Mapping[str, Any]]:
        return [member for _, member in self.at]


def requirements(given: Any, phases: Mapping[str, Any]) -> Named:
    """Requirements by key (of the form where they have none), and their problems."""
    found = Named()
    if not isinstance(given, list):
        found.problems.append(problem("requirements", "list", least=0))
        return found
    for place, one in enumerate(given, start=1):
        path = f"requirements/{place}"
        if not isinstance(one, Mapping) or not is_number(one.get("count")):
            found.problems.append(problem(f"{path}/count", "number"))
            continue
        found.problems.extend(_one(path, one, phases))
        key = requirement_key(place, one)
        if key in found.keys:
            found.problems.append(problem(f"{path}/key", "twice", given=key))
        found.keep(key, path, one)
    return found


def requirement_key(place: int, one: Mapping[str, Any]) -> str:
    """The own key of a requirement, or one made of its forms and phases."""
    made = "-".join([*listed(one.get("forms") or one.get("form")), *required_phases(one)])
    return str(one.get("key") or made or place)


def required_phases(requirement: Mapping[str, Any]) -> list[str]:
    return listed(requirement.get("phases") or requirement.get("phase"))


def _one(path: str, one: Mapping[str, Any], phases: Mapping[str, Any]) -> Iterator[Problem]:
    for name in required_phases(one):
        if name not in phases:
            yield _told(f"{path}/phase", "phase", given=name)
    if not listed(one.get("forms") or one.get("form")) and not one.get("registration"):
        yield _told(f"{path}/form", "what")
    if one.get("hours") and not one.get("registration"):
        yield _told(f"{path}/hours", "hours")
    if one.get("per", "programme") not in PERIODS:
        yield problem(f"{path}/per", "choice", options=", ".join(PERIODS))
    grace = one.get("grace_days", 0)
    if not is_whole(grace) or grace < 0:
        yield problem(f"{path}/grace_days", "whole")
    yield from _level(path, one.get("level"))
    yield from _breadth(path, one)
    yield from _most(path, one.get("at_most"))
    if is_whole(one["count"]) or one["count"].is_integer():
        yield from _spread(path, one, phases)
    else:
        yield problem(f"{path}/count", "whole")


def _level(path: str, level: Any) -> Iterator[Problem]:
    """A rating on another scale or version never counts, so both are named."""
    if level is None:
        return
    given = level if isinstance(level, Mapping) else {}
    for name in [given.get("scale"), *_several(given.get("same_as"))]:
        if not isinstance(name, str) or not VERSIONED.fullmatch(name):
            yield _told(f"{path}/level/scale", "scale_version")
    if not is_whole(given.get("min")):
        yield _told(f"{path}/level/min", "level")


def _several(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _breadth(path: str, one: Mapping[str, Any]) -> Iterator[Problem]:
    for name in BREADTH:
        needed = one.get(name)
        if needed is None:
            continue
        if not is_whole(needed) or needed < 1:
            yield problem(f"{path}/{name}", "whole")
        elif name in ("contexts", "months") and needed > one["count"] and not one.get("hours"):
            yield _told(
                f"{path}/{name}", "more_than_counted", needed=needed, count=int(one["count"])
            )


def _most(path: str, given: Any) -> Iterator[Problem]:
    """`at_most`: {count, per: week | month}: what comes on top of it in the same week is left."""
    if given is None:
        return
    most = given if isinstance(given, Mapping) else {}
    if not is_whole(most.get("count")) or most["count"] < 1:
        yield problem(f"{path}/at_most", "whole")
    if most.get("per") not in MOST_PER:
        yield _told(f"{path}/at_most", "capped")


def _spread(path: str, one: Mapping[str, Any], phases: Mapping[str, Any]) -> Iterator[Problem]:
    """What nobody who begins on the first of a month, at full time, could get into one period."""
    months = _months_of(one, phases)
    if months is None:
        return
    if is_whole(one.get("months")) and one["months"] > months:
        yield _told(f"{path}/months", "more_than_months", needed=one["months"], months=months)
    most = one.get("at_most")
    if not isinstance(most, Mapping) or not is_whole(most.get("count")) or one.get("hours"):
        return
    # Of weeks those that begin before the period or end after it count too.
    spans = months if most.get("per") == "month" else months * 31 // 7 + 2
    if 0 < most["count"] * spans < one["count"]:
        yield _told(f"{path}/at_most", "more_than_at_most", count=int(one["count"]))


def _months_of(one: Mapping[str, Any], phases: Mapping[str, Any]) -> int | None:
    """The whole months that a period of a requirement touches, of several phases the shortest."""
    named = required_phases(one)
    per = str(one.get("per") or ("phase" if named else "programme"))
    if per in MONTHS_PER:
        return MONTHS_PER[per]
    asked = [phases[key] for key in named if key in phases] or list(phases.values())
    lengths = [phase.get("months", 0) for phase in asked if isinstance(phase, Mapping)]
    if not lengths or not all(is_number(length) for length in lengths):
        return None
    whole: list[int] = [math.ceil(min(length, MOST_MONTHS)) for length in lengths]
    return min(whole) if per == "phase" else sum(whole)


Find = Callable[[str, str, int | None], Mapping[str, Any] | None]


def levels(document: Mapping[str, Any], find: Find) -> Iterator[Problem]:
    """Levels that nobody could ever reach: the named version of their scale does not have them, or
    none of the forms that count gives a rating on it."""
    for place, one in enumerate(document.get("requirements", ()), start=1):
        level = one.get("level")
        if not level:
            continue
        key, _, version = level["scale"].partition("@")
        scale = find("scale", key, int(version))
        if scale is not None:
            yield from _in_scale(f"requirements/{place}/level/min", level, scale)
            yield from _alike(f"requirements/{place}/level/scale", level, scale, find)
        yield from _given_somewhere(f"requirements/{place}/level", place, one, find)


def _given_somewhere(
    path: str, place: int, one: Mapping[str, Any], find: Find
) -> Iterator[Problem]:
    level, names = one["level"], listed(one.get("forms") or one.get("form"))
    if one.get("registration"):
        yield _told(f"{path}/scale", "no_ratings")
        return
    scales = {level["scale"], *_several(level.get("same_as"))}
    forms = [find("form", name, None) for name in names]
    found = [ratings(form) for form in forms if form is not None]
    given = {one.item for each in found for one in each if one.scale in scales}
    params = {"forms": ", ".join(names), "scale": level["scale"]}
    params["requirement"] = requirement_key(place, one)
    if not given:
        yield _told(f"{path}/scale", "never_given", **params)
    elif level.get("item") and level["item"] not in given:
        yield _told(f"{path}/item", "item_never_given", item=level["item"], **params)


def _in_scale(path: str, level: Mapping[str, Any], scale: Mapping[str, Any]) -> Iterator[Problem]:
    if not scales.is_ordered(scale):
        yield _told(path, "not_ordered", scale=level["scale"])
    elif not scales.has_value(scale, level["min"]):
        yield _told(path, "no_such_level", scale=level["scale"], given=level["min"])


def _alike(
    path: str, level: Mapping[str, Any], scale: Mapping[str, Any], find: Find
) -> Iterator[Problem]:
    """The least counts on each scale that is said to be the same, so it has to mean the same."""
    for name in _several(level.get("same_as")):
        key, _, version = name.partition("@")
        other = find("scale", key, int(version))
        if other is not None and not scales.measure_alike(scale, other):
            yield _told(path, "not_alike", scale=level["scale"], given=name)


def _told(path: str, code: str, **params: Any) -> Problem:
    return told(path, code, SENTENCES[code], **params)
