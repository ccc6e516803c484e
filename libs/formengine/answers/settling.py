"""What a rule of a row says of the form around it is the same in every row: asked for once."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from libs.formengine.rules import RuleError, evaluate, paths
from libs.formengine.rules.evaluate import Facts
from libs.formengine.rules.shape import arguments


def settled(rule: Any, outer: Facts, own: frozenset[str], ordinal: Container[str]) -> Any:
    """The same rule with the value in the place of each part that reads nothing of the row.

    Left as it is: what would be a list, for no literal is one; what does not fit, for it may stand
    in the branch that is not taken; and what a median looks at to tell steps from numbers.
    """
    if not isinstance(rule, dict) or len(rule) != 1:
        return rule
    operation, given = arguments(rule)
    if operation == "get":
        return rule
    if not any(path.partition(".")[0] in own for path in paths(rule)):
        return _valued(rule, outer, ordinal)
    if operation == "median":
        return rule
    return {operation: [settled(inner, outer, own, ordinal) for inner in given]}


def _valued(rule: Any, outer: Facts, ordinal: Container[str]) -> Any:
    try:
        value = evaluate(rule, outer, ordinal=ordinal)
    except RuleError:
        return rule
    return rule if isinstance(value, list) else value
