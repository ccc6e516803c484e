"""What is wrong with a document, told to its author. The engine knows forms; the rest is here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs import formengine
from libs.formengine.bounds import bound_problems

from . import frameworks, scales

Problem = dict[str, Any]
Outcomes = Mapping[str, frozenset[str]]

KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")
MOST_CHARACTERS = 1_000_000
MESSAGES = {
    "format": "The format must be {format}.",
    "large": "The document is too large.",
    "key": "A key starts with a letter and holds small letters, digits, - and _, at most 64.",
    "wording": "Give the words in at least one language.",
    "list": "At least {least} must be given here.",
    "twice": "{given} is used twice.",
    "choice": "Choose one of: {options}.",
    "number": "A number above 0 is needed here.",
    "whole": "A whole number is needed here.",
    "other_key": "The key must stay {key}: it is what the draft was begun as.",
    "phase": "There is no phase {given} in this programme.",
}


def problem(path: str, code: str, **params: Any) -> Problem:
    """{path, code, message, params}; `code` is stable."""
    message = MESSAGES[code].format(**params)
    return {"path": path, "code": f"definition.{code}", "message": message, "params": params}


def problems(
    kind: str, document: Mapping[str, Any], outcomes: Outcomes | None = None
) -> list[Problem]:
    """All problems of a document of a kind; an empty list means that it may be published.

    `outcomes` are the codes of the frameworks a form names, by `key@version`, where known.
    """
    unfit = bound_problems(document)
    if unfit:
        return [_told(one) for one in unfit]
    if len(json.dumps(document)) > MOST_CHARACTERS:
        return [problem("", "large")]
    if kind == "form":
        return [_told(one) for one in formengine.check(document, outcomes=outcomes)]
    return list(_head(kind, document)) or list(_BODIES[kind](document))


def _told(one: formengine.Problem) -> Problem:
    return {
        "path": one.path,
        "code": one.code,
        "message": one.message,
        "params": dict(one.params),
    }


def _head(kind: str, document: Mapping[str, Any]) -> Iterator[Problem]:
    if document.get("format") != f"{kind}/1":
        yield problem("format", "format", format=f"{kind}/1")
    yield from _key(document.get("key"), "key")
    yield from _wording(document.get("title"), "title")
    version = document.get("version", 1)
    if not _is_whole(version) or version < 1:
        yield problem("version", "whole")


def _programme(document: Mapping[str, Any]) -> Iterator[Problem]:
    phases: list[str] = []
    for path, phase in _named(document.get("phases"), "phases"):
        if path.endswith("!"):
            yield phase
            continue
        phases.append(phase["key"])
        if not _is_number(phase.get("months")):
            yield problem(f"{path}/months", "number")
    for path, dossier in _named(document.get("dossiers"), "dossiers"):
        if path.endswith("!"):
            yield dossier
            continue
        yield from _wording(dossier.get("title"), f"{path}/title")
        if not isinstance(dossier.get("forms"), list):
            yield problem(f"{path}/forms", "list", least=1)
    yield from _requirements(document.get("requirements", []), phases)


def _named(given: Any, path: str) -> Iterator[tuple[str, Any]]:
    """(path, member) of a list of objects with keys; (`path!`, problem) for what is none."""
    if not isinstance(given, list) or not given:
        yield f"{path}!", problem(path, "list", least=1)
        return
    used: set[str] = set()
    for place, member in enumerate(given, start=1):
        key = member.get("key") if isinstance(member, Mapping) else None
        for found in _key(key, f"{path}/{place}/key"):
            yield f"{path}!", found
        if not isinstance(key, str):
            continue
        if key in used:
            yield f"{path}!", problem(f"{path}/{key}", "twice", given=key)
        used.add(key)
        yield f"{path}/{key}", member


def _requirements(given: Any, phases: list[str]) -> Iterator[Problem]:
    if not isinstance(given, list):
        yield problem("requirements", "list", least=0)
        return
    for place, one in enumerate(given, start=1):
        here = f"requirements/{place}"
        if not isinstance(one, Mapping) or not _is_number(one.get("count")):
            yield problem(f"{here}/count", "number")
            continue
        for name in required_phases(one):
            if name not in phases:
                yield problem(f"{here}/phase", "phase", given=name)


def required_phases(requirement: Mapping[str, Any]) -> list[str]:
    found = requirement.get("phases") or requirement.get("phase") or []
    return [found] if isinstance(found, str) else list(found)


def _key(given: Any, path: str) -> Iterator[Problem]:
    if not isinstance(given, str) or not KEY.fullmatch(given):
        yield problem(path, "key")


def _wording(given: Any, path: str) -> Iterator[Problem]:
    if (
        not isinstance(given, Mapping)
        or not given
        or not all(isinstance(text, str) and text.strip() for text in given.values())
    ):
        yield problem(path, "wording")


def _is_whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and given > 0


_BODIES: dict[str, Callable[[Mapping[str, Any]], Iterator[Problem]]] = {
    "framework": frameworks.problems,
    "scale": scales.problems,
    "programme": _programme,
}
