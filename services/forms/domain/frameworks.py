"""The rules of `framework/1`: a tree of outcomes, and what each is tied to.

All outcomes stand in one list, in the order in which they are shown; `parent` names the one above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import shapes
from .fitting import Problem, member_path, misfits, problem

Outcome = Mapping[str, Any]


def problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a framework by itself, without what it refers to."""
    if any(isinstance(one, Mapping) and "outcomes" in one for one in _listed(document)):
        yield problem("outcomes", "nested")
        return
    found = [*misfits(shapes.framework(), document), *_nameless(document)]
    yield from found
    if not found:
        yield from _tree_problems(document["outcomes"])
        yield from _outcome_problems(document)
        yield from _crosswalk_problems(document)


def code_of(outcome: Outcome) -> str:
    """The code; `code` is the older word for `key`."""
    return str(outcome.get("code") or outcome.get("key") or "")


def title_of(outcome: Outcome) -> Mapping[str, str]:
    """The title; `label` is the older word for `title`."""
    return outcome.get("title") or outcome.get("label") or {}


def lineage_of(key: str, outcome: Outcome) -> str:
    """What an outcome descends from: stated, or its own framework and code."""
    return str(outcome.get("lineage") or f"{key}/{code_of(outcome)}")


def codes(document: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(code_of(one) for one in _listed(document) if isinstance(one, Mapping))


def parts_filled(outcome: Outcome) -> dict[str, bool]:
    """The eight parts of a professional activity (AMEE Guide 140), and which are given."""
    epa = outcome.get("epa") or {}
    return {
        "title": bool(title_of(outcome)),
        "specification": bool(epa.get("specification") and epa.get("limitations")),
        "risks": bool(epa.get("risks")),
        "competencies": bool(epa.get("competencies")),
        "requires": bool(epa.get("requires")),
        "evidence": bool(epa.get("evidence")),
        "expected": bool(outcome.get("expected")),
        "expires": bool(epa.get("expires_months")),
    }


def _listed(document: Mapping[str, Any]) -> Sequence[Any]:
    found = document.get("outcomes")
    return found if isinstance(found, list) else ()


def _nameless(document: Mapping[str, Any]) -> Iterator[Problem]:
    """A code and words are needed, under the newer or the older name."""
    for place, one in enumerate(_listed(document), start=1):
        if not isinstance(one, Mapping):
            continue
        here = member_path("outcomes", place, one)
        if not code_of(one):
            yield problem(f"{here}/key", "code")
        if "title" not in one and "label" not in one:
            yield problem(f"{here}/title", "wording")


def _tree_problems(outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    parents: dict[str, Any] = {}
    for place, one in enumerate(outcomes, start=1):
        if code_of(one) in parents:
            yield problem(f"outcomes/{place}/key", "twice", given=code_of(one))
        parents[code_of(one)] = one.get("parent")
    for code, parent in parents.items():
        if parent is None:
            continue
        if not isinstance(parent, str) or parent not in parents:
            yield problem(f"outcomes/{code}/parent", "parent", given=str(parent)[:60])
        else:
            yield from _line_problems(code, parents)


def _line_problems(code: str, parents: Mapping[str, Any]) -> Iterator[Problem]:
    """Follow the parents up: never around, never further than eight."""
    above, steps = parents[code], 1
    while isinstance(above, str) and above in parents:
        if above == code:
            yield problem(f"outcomes/{code}/parent", "circle")
            return
        above, steps = parents[above], steps + 1
        if steps > len(parents):
            return
    if steps > shapes.DEEPEST:
        yield problem(f"outcomes/{code}/parent", "deep", most=shapes.DEEPEST)


def _outcome_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    first = (document.get("languages") or [None])[0]
    phases = {one["key"] for one in document.get("phases", ())}
    once = {code_of(one): one for one in document["outcomes"]}
    lineages = Counter(lineage_of(document["key"], one) for one in once.values())
    if first is not None and first not in document["title"]:
        yield problem("title", "language")
    for one in document["outcomes"]:
        here = f"outcomes/{code_of(one)}"
        yield from _kind_problems(one, here)
        yield from _expected_problems(one, phases, here)
        if first is not None and first not in title_of(one):
            yield problem(f"{here}/title", "language")
        lineage = lineage_of(document["key"], one)
        if lineages[lineage] > 1:
            yield problem(f"{here}/lineage", "lineage_twice", given=lineage)


def _kind_problems(one: Outcome, here: str) -> Iterator[Problem]:
    kind = one.get("kind")
    if kind == "own" and "unit" not in one:
        yield problem(f"{here}/unit", "own_unit")
    if kind == "sub_competency" and not one.get("parent"):
        yield problem(f"{here}/parent", "no_parent")
    if "epa" in one and kind != "epa":
        yield problem(f"{here}/epa", "not_epa")


def _expected_problems(one: Outcome, phases: set[str], here: str) -> Iterator[Problem]:
    given: set[tuple[str, str]] = set()
    for place, level in enumerate(one.get("expected", ()), start=1):
        where = (level["phase"], level["scale"])
        if level["phase"] not in phases:
            yield problem(f"{here}/expected/{place}", "no_phase", given=level["phase"])
        if where in given:
            yield problem(f"{here}/expected/{place}", "expected_twice")
        given.add(where)


def _crosswalk_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    known, name = codes(document), document["key"]
    itself = f"{name}@{document.get('version', 0)}"
    used: set[tuple[str, str, str]] = set()
    seen: set[str] = set()
    for place, crosswalk in enumerate(document.get("crosswalks", ()), start=1):
        here, to = f"crosswalks/{place}", crosswalk["to"]
        if to == itself:
            yield problem(here, "own_crosswalk")
        if to in seen:  # CASE and lists know lines only, and would give them back as one crosswalk.
            yield problem(f"{here}/to", "crosswalk_twice", given=to)
        seen.add(to)
        for number, one in enumerate(crosswalk["maps"], start=1):
            if one["from"] not in known:
                yield problem(f"{here}/{number}", "no_outcome", given=one["from"], framework=name)
            pair = (to, one["from"], one["to"])
            if pair in used:
                yield problem(
                    f"{here}/{number}", "mapped_twice", given=one["from"], other=one["to"]
                )
            used.add(pair)
