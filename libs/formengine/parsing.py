"""The ways in: a document becomes a definition, or a list of all that is wrong with it.

An author's comes by `parse`, what was published once by `read_frozen`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow as ma

from libs.formengine.bounds import bound_problems
from libs.formengine.building import build
from libs.formengine.checks import frozen_problems, semantic_problems
from libs.formengine.checks.anonymity import untold_problems
from libs.formengine.checks.batches import batch_problems
from libs.formengine.checks.inviting import inviting_problems
from libs.formengine.checks.migrating import fitting_problems
from libs.formengine.checks.on_device import device_problems
from libs.formengine.checks.people import standing_problems
from libs.formengine.checks.rules import ordinal_paths
from libs.formengine.model import Definition
from libs.formengine.problems import DefinitionError, Problem
from libs.formengine.records.state import UNDO
from libs.formengine.shapes.document import DefinitionShape
from libs.formengine.shapes.fields import built

Outcomes = Mapping[str, frozenset[str]]


def parse(
    document: Any, *, outcomes: Outcomes | None = None, undo: dt.timedelta = UNDO
) -> Definition:
    """A definition of an author's `form/1` document, with all checks; `undo`: how long what is
    sent can be undone.

    `outcomes` maps a framework reference (`gp-areas@2023`) to its codes; when given, every named
    outcome must exist. Raises DefinitionError with all problems. Time and memory are bounded.
    """
    definition, problems = _read(document, outcomes)
    if definition is None or problems:
        raise DefinitionError(problems)
    return dataclasses.replace(definition, ordinal=ordinal_paths(definition), undo=undo)


def read_frozen(document: Any, *, undo: dt.timedelta = UNDO) -> Definition:
    """The definition of a document that was published, of whatever day: only what the engine
    relies on is looked at, so that a check of today closes no record of before.

    Whoever takes a document from outside goes by `parse` or `check_to_publish`. Raises
    DefinitionError. Time and memory are bounded.
    """
    definition, _, problems = _built(document)
    problems = problems if definition is None else frozen_problems(definition)
    if definition is None or problems:
        raise DefinitionError(problems)
    return dataclasses.replace(definition, ordinal=ordinal_paths(definition), undo=undo)


def check(document: Any, *, outcomes: Outcomes | None = None) -> list[Problem]:
    """All problems of a document; an empty list means that `parse` succeeds."""
    return _read(document, outcomes)[1]


def check_to_publish(document: Any, *, outcomes: Outcomes | None = None) -> list[Problem]:
    """What `check` finds, and what stands in the way of publishing alone: a draft can be tried
    without it."""
    definition, problems = _read(document, outcomes)
    is_sound = not problems
    if isinstance(document, Mapping) and isinstance(document.get("roles"), Mapping):
        problems += standing_problems(document["roles"])
    if definition is not None:
        problems += device_problems(definition)
        problems += batch_problems(definition)
        problems += fitting_problems(definition)
        problems += untold_problems(definition) if is_sound else []
        # Who is named before whom is only known where every stage leads to one that is there.
        problems += inviting_problems(definition) if is_sound else []
    return problems


def _read(document: Any, outcomes: Outcomes | None) -> tuple[Definition | None, list[Problem]]:
    definition, loaded, problems = _built(document)
    if definition is None:
        return None, problems
    return definition, semantic_problems(definition, loaded, outcomes)


def _built(document: Any) -> tuple[Definition | None, Mapping[str, Any], list[Problem]]:
    """The model, with the parts as loaded; None where size or shape leave none to build."""
    problems = bound_problems(document)
    if problems:
        return None, {}, problems
    try:
        loaded = built(DefinitionShape).load(document)
    except ma.ValidationError as error:
        found = sorted(_shape_problems(error.messages, document), key=lambda p: p.path)
        return None, {}, found
    return build(loaded, document), loaded, []


def _shape_problems(messages: Any, document: Any) -> Iterator[Problem]:
    waiting: list[tuple[Any, Any, tuple[str, ...]]] = [(messages, document, ())]
    while waiting:
        found, part, path = waiting.pop()
        if isinstance(found, dict) and "code" in found and "params" in found:
            yield Problem("/".join(path), found["code"], found["params"])
        elif isinstance(found, dict):
            for key, inner in found.items():
                waiting.append((inner, _inside(part, key), path + _name(part, key)))
        elif isinstance(found, list):
            waiting.extend((inner, part, path) for inner in found)
        else:
            yield Problem("/".join(path), str(found))


def _inside(part: Any, key: Any) -> Any:
    if isinstance(part, dict):
        return part.get(key)
    if isinstance(part, list) and isinstance(key, int) and key < len(part):
        return part[key]
    return None


def _name(part: Any, key: Any) -> tuple[str, ...]:
    """Members of a list are named by their key or id, as the author knows them."""
    if key == "_schema":
        return ()
    inner = _inside(part, key)
    if isinstance(key, int) and isinstance(inner, dict):
        for name in ("key", "id", "value"):
            if isinstance(inner.get(name), str):
                return (inner[name][:64],)
        return (str(key + 1),)
    return (str(key + 1 if isinstance(key, int) else key)[:64],)
