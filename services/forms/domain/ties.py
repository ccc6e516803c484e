"""What a framework is tied to: other frameworks by crosswalks and activities, scales by levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import frameworks, scales
from .fitting import Problem, problem

Find = Callable[[str, str, int | None], Mapping[str, Any] | None]


def named(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(path, kind, key@version) of all that a framework names, each once per place."""
    for place, crosswalk in enumerate(document.get("crosswalks", ()), start=1):
        yield f"crosswalks/{place}/to", "framework", crosswalk["to"]
    for one in document.get("outcomes", ()):
        here = f"outcomes/{frameworks.code_of(one)}"
        for scale in one.get("descriptors", {}):
            yield f"{here}/descriptors", "scale", scale
        for level in one.get("expected", ()):
            yield f"{here}/expected", "scale", level["scale"]
        for tied in one.get("epa", {}).get("competencies", ()):
            if "@" in tied:
                yield f"{here}/epa/competencies", "framework", tied.partition("/")[0]


def problems(document: Mapping[str, Any], find: Find) -> list[Problem]:
    """Outcomes and levels that what is named does not have. All that is named exists."""
    looked_up: dict[tuple[str, str], Mapping[str, Any]] = {}

    def get(kind: str, name: str) -> Mapping[str, Any]:
        if (kind, name) not in looked_up:
            key, _, version = name.partition("@")
            looked_up[kind, name] = find(kind, key, int(version)) or {}
        return looked_up[kind, name]

    return [*_crosswalks(document, get), *_outcomes(document, get)]


_Get = Callable[[str, str], Mapping[str, Any]]


def _crosswalks(document: Mapping[str, Any], get: _Get) -> Iterator[Problem]:
    for place, crosswalk in enumerate(document.get("crosswalks", ()), start=1):
        there = frameworks.codes(get("framework", crosswalk["to"]))
        for number, one in enumerate(crosswalk["maps"], start=1):
            if one["to"] not in there:
                yield _no_outcome(f"crosswalks/{place}/{number}", one["to"], crosswalk["to"])


def _outcomes(document: Mapping[str, Any], get: _Get) -> Iterator[Problem]:
    own = frameworks.codes(document)
    for one in document["outcomes"]:
        here = f"outcomes/{frameworks.code_of(one)}"
        yield from _levels(one, get, here)
        for tied in one.get("epa", {}).get("competencies", ()):
            name, _, code = tied.partition("/") if "@" in tied else ("", "", tied)
            known = frameworks.codes(get("framework", name)) if name else own
            if code not in known:
                yield _no_outcome(f"{here}/epa/competencies", code, name or document["key"])


def _levels(one: Mapping[str, Any], get: _Get, here: str) -> Iterator[Problem]:
    for scale, texts in one.get("descriptors", {}).items():
        for value in texts:
            if not scales.has_value(get("scale", scale), int(value)):
                yield problem(f"{here}/descriptors", "no_level", scale=scale, given=value)
    for place, level in enumerate(one.get("expected", ()), start=1):
        if not scales.has_value(get("scale", level["scale"]), level["level"]):
            yield problem(
                f"{here}/expected/{place}",
                "no_level",
                scale=level["scale"],
                given=level["level"],
            )


def _no_outcome(path: str, code: str, framework: str) -> Problem:
    return problem(path, "no_outcome", given=code, framework=framework)
