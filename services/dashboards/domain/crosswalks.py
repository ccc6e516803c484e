"""What was said under an earlier version of a framework counts in the outcome that came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Framework = Mapping[str, Any]
Frameworks = Mapping[str, Framework]
# An outcome that holds all of the older one. A narrower or related one says something else.
HOLDS = ("same", "broader")


def code_of(outcome: Mapping[str, Any]) -> str:
    return str(outcome.get("code") or outcome["key"])


def named(framework: Framework, outcome: Mapping[str, Any]) -> dict[str, Any]:
    """{lineage, outcome}; without a stated lineage that of its framework and code."""
    lineage = outcome.get("lineage") or f"{framework['key']}/{code_of(outcome)}"
    return {"lineage": lineage, "outcome": code_of(outcome)}


def before(framework: Framework) -> list[str]:
    """The versions before (`key@version`) of the same framework to which it has a crosswalk."""
    names = [one["to"] for one in framework.get("crosswalks", ())]
    return [name for name in names if name.partition("@")[0] == framework["key"]]


def count_before(
    areas: Iterable[dict[str, Any]], frameworks: Frameworks, versions_before: Frameworks
) -> None:
    """Put outcomes of versions before under what holds them, where the lineage is another; each
    counts in one place. A lineage that goes on needs no crosswalk."""
    known = list(areas)
    taken = {one["lineage"] for area in known for one in (area, *area["under"])}
    for area in known:
        framework, area["before"] = frameworks[area["framework"]], []
        codes = {one["outcome"]: one["lineage"] for one in (area, *area["under"])}
        for code, lineage in codes.items():
            for one in _held(framework, code, versions_before):
                if one["lineage"] not in taken:
                    taken.add(one["lineage"])
                    area["under"].append(one | {"parent": lineage})
                    area["before"].append(one["lineage"])


def _held(framework: Framework, code: str, versions_before: Frameworks) -> Iterator[dict[str, Any]]:
    """All that an outcome holds, through as many versions as there are crosswalks."""
    waiting, seen = [(framework, code)], set[tuple[str, str]]()
    while waiting:
        newer, newer_code = waiting.pop(0)
        for name, one in _mapped(newer, newer_code):
            older = versions_before.get(name, {})
            outcome = next((o for o in older.get("outcomes", ()) if code_of(o) == one), None)
            if outcome is not None and (name, one) not in seen:
                seen.add((name, one))
                yield named(older, outcome)
                waiting.append((older, one))


def _mapped(framework: Framework, code: str) -> Iterator[tuple[str, str]]:
    """(version before, code there) of what an outcome holds, as the crosswalks have it."""
    known = before(framework)
    for crosswalk in framework.get("crosswalks", ()):
        for one in crosswalk["maps"] if crosswalk["to"] in known else ():
            if one["from"] == code and one["as"] in HOLDS:
                yield crosswalk["to"], one["to"]
