"""Scores and conditions on somebody's page read no earlier stage that is closed to them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem
from libs.formengine.scores import outlook, reads

Read = tuple[str, frozenset[str]]  # Where a rule stands, and the paths it reads.

# One stage closed by mistake can be told of by every rule on every page; nobody reads more.
MOST_TOLD = 100


def problems(definition: Definition) -> Iterator[Problem]:
    """The rules are sound by now: their fields exist and go round in no circle."""
    asked = {
        item.key: [(f"items/{item.key}", reads(definition, rule)) for rule in _conditions(item)]
        for item in definition.all_items()
    }
    scores = [
        (f"computed/{name}", reads(definition, rule)) for name, rule in definition.computed.items()
    ]
    found = (
        problem
        for stage in definition.stages
        for role in stage.by
        for problem in _of_page(definition, stage, role, asked, scores)
    )
    return itertools.islice(found, MOST_TOLD)


def _of_page(
    definition: Definition,
    stage: Stage,
    role: str,
    asked: Mapping[str, list[Read]],
    scores: list[Read],
) -> Iterator[Problem]:
    """What a role fills in a stage: its conditions, and the scores that build on it."""
    mine = [item.key for item in definition.fillable(stage.id, role)]
    own, known = frozenset(mine), outlook(definition, stage, role)
    rules = [one for key in mine for one in asked[key]]
    rules += [one for one in scores if own & _heads(definition, one)]
    read = frozenset[str]().union(*(one for _, one in rules))
    closed = {path: known.closed(path) for path in read if path.partition(".")[0] not in own}
    closed = {path: stages for path, stages in closed.items() if stages}
    for where, paths in rules if closed else ():
        for path in sorted(paths & closed.keys()):
            for shut in closed[path]:
                told = {"field": path, "stage": shut, "role": role}
                yield Problem(where, "rule.not_open", told)


def _heads(definition: Definition, score: Read) -> frozenset[str]:
    where, paths = score
    return definition.once(
        ("heads", where), lambda: frozenset(path.partition(".")[0] for path in paths)
    )


def _conditions(item: Item) -> list[Any]:
    inside = item.items if isinstance(item, kinds.Repeat) else ()
    asked = [(*one.conditions, one.required, *_days(one)) for one in (item, *inside)]
    return [rule for rules in asked for rule in rules if rule is not None]


def _days(item: Item) -> list[Any]:
    """The other dates that a date is held against: telling the bound tells the answer."""
    return list(item.named_days.values()) if isinstance(item, kinds.Date) else []
