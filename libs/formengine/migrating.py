"""Moving an open draft to a newer version of its form. Finished records are never moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from libs.formengine.problems import Problem
from libs.formengine.rules import RuleError, evaluate, shape_problems

STEPS = ("rename", "map", "drop", "set")


def migrate_answers(
    steps: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers after all steps, in order; the given ones stay as they are.

    `{"rename": ["old", "new"]}` · `{"map": ["field", {"a": "b"}]}` (choices, also in a list) ·
    `{"drop": "x"}` · `{"set": ["y", rule]}`, where the rule reads the answers as they are then.
    A step about a field that is not there changes nothing; a rule that fails sets nothing.
    """
    found = dict(answers)
    for step in steps:
        if step_problems([step]):
            continue
        if "rename" in step:
            old, new = step["rename"]
            if old in found:
                found[new] = found.pop(old)
        elif "map" in step:
            field, words = step["map"]
            if field in found:
                found[field] = _mapped(found[field], words)
        elif "drop" in step:
            found.pop(step["drop"], None)
        else:
            _set(found, *step["set"])
    return found


def _mapped(answer: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(answer, list):
        return [_mapped(one, words) for one in answer]
    return words.get(answer, answer) if isinstance(answer, str) else answer


def _set(found: dict[str, Any], field: str, rule: Any) -> None:
    plain = {key: value for key, value in found.items() if not isinstance(value, Mapping)}
    try:
        value = evaluate(rule, plain)
    except RuleError:
        return
    if value is not None:
        found[field] = value


def step_problems(steps: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """What is wrong with migration steps."""
    found = []
    for place, step in enumerate(steps, start=1):
        if sum(name in step for name in STEPS) != 1 or not _is_sound(step):
            found.append(Problem(f"migrate/{place}", "migrate.step", {}))
    return found


def _is_sound(step: Mapping[str, Any]) -> bool:
    if "map" in step:
        field, words = step["map"]
        return isinstance(field, str) and isinstance(words, dict)
    if "set" in step:
        field, rule = step["set"]
        return isinstance(field, str) and not shape_problems(rule)
    return True
