"""What is wrong with a document, told to its author. The engine knows forms; the rest is here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs import formengine
from libs.formengine.bounds import bound_problems

from . import frameworks, scales
from .checks_programme import programme
from .problems import Problem, is_whole, keyed, problem, worded

Outcomes = Mapping[str, frozenset[str]]

MOST_CHARACTERS = 1_000_000


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
        return [_told(one) for one in formengine.check_to_publish(document, outcomes=outcomes)]
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
    yield from keyed(document.get("key"), "key")
    yield from worded(document.get("title"), "title")
    version = document.get("version", 1)
    if not is_whole(version) or version < 1:
        yield problem("version", "whole")


_BODIES: dict[str, Callable[[Mapping[str, Any]], Iterator[Problem]]] = {
    "framework": frameworks.problems,
    "scale": scales.problems,
    "programme": programme,
}
