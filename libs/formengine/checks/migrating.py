"""Whether steps for open drafts can do what they say; asked of who publishes from now on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from libs.formengine.migrating import ROWS, SETTABLE, fitted, step_problems, takes
from libs.formengine.model import Definition
from libs.formengine.problems import Problem


def fitting_problems(definition: Definition) -> list[Problem]:
    """Steps that set or map to what the question they end at does not take. What a rule works out
    is known only with the answers: there what does not fit is left out."""
    steps = definition.document.get("migrate", ())
    if step_problems(steps):
        return []
    return [
        Problem(f"migrate/{place}", code, params)
        for place, step in enumerate(steps, start=1)
        for code, params in _faults(definition, step, steps[place:])
    ]


Fault = tuple[str, dict[str, Any]]


def _faults(
    definition: Definition, step: Mapping[str, Any], later: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    if "set" in step:
        field, rule = step["set"]
        yield from _set_faults(definition, field, rule, later)
    elif "map" in step:
        field, words = step["map"]
        yield from _map_faults(definition, field, words)


def _set_faults(
    definition: Definition, field: str, rule: Any, later: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    head, _, row = field.partition(".")
    item = definition.by_key.get(head)
    if item is None:
        # An answer that goes elsewhere afterwards may begin anywhere.
        if not any(step.get("rename", ("",))[0] == head for step in later):
            yield "migrate.target", {"key": head}
    elif isinstance(item, ROWS) and row not in {one.key for one in item.rows}:
        yield "migrate.row", {"key": head}
    elif not isinstance(item, ROWS) and (row or not isinstance(item, SETTABLE)):
        yield "migrate.not_settable", {"key": field}
    elif not isinstance(rule, Mapping) and fitted(definition, field, rule, {}) is None:
        yield "migrate.value", {"key": field, "value": str(rule)}


def _map_faults(definition: Definition, field: str, words: Mapping[str, Any]) -> Iterator[Fault]:
    """A key that is not there is one of the version before."""
    item = definition.by_key.get(field)
    if item is None:
        return
    for value in words.values():
        whole = {row.key: value for row in item.rows} if isinstance(item, ROWS) else value
        answer = [value] if getattr(item, "many", False) else whole
        if not takes(definition, item, answer):
            yield "migrate.value", {"key": field, "value": str(value)}
