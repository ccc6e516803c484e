"""Scores and conditions on somebody's page read no earlier stage that is closed to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem
from libs.formengine.scores import closed_to, reads


def problems(definition: Definition) -> Iterator[Problem]:
    """The rules are sound by now: their fields exist and go round in no circle."""
    for stage in definition.stages:
        for role in stage.by:
            yield from _of_page(definition, stage, role)


def _of_page(definition: Definition, stage: Stage, role: str) -> Iterator[Problem]:
    """What a role fills in a stage: its conditions, and the scores that build on it."""
    mine = definition.fillable(stage.id, role)
    own = {item.key for item in mine}
    rules = [(f"items/{item.key}", rule) for item in mine for rule in _conditions(item)]
    for name, rule in definition.computed.items():
        if own & {path.partition(".")[0] for path in reads(definition, rule)}:
            rules.append((f"computed/{name}", rule))
    for where, rule in rules:
        for path in sorted(reads(definition, rule)):
            if path.partition(".")[0] in own:
                continue
            for closed in dict.fromkeys(closed_to(definition, path, stage, role)):
                told = {"field": path, "stage": closed, "role": role}
                yield Problem(where, "rule.not_open", told)


def _conditions(item: Item) -> list[Any]:
    inside = item.items if isinstance(item, kinds.Repeat) else ()
    asked = [(*one.conditions, one.required) for one in (item, *inside)]
    return [rule for rules in asked for rule in rules if rule is not None]
