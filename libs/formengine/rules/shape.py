"""The shape of a rule: a literal or `{op: arguments}`, 26 operations, bounded size and depth."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_NODES = 200
MAX_DEPTH = 12
MAX_TEXT = 500
MAX_DIGITS = 6
MAX_LEAST = 100
PATH = re.compile(r"[a-z$][a-z0-9_-]*(\.([a-z0-9_-]+|\*)){0,4}")

# Operation -> (fewest, most) arguments.
ARITY: dict[str, tuple[int, int]] = {
    "get": (1, 1),
    "and": (1, 50),
    "or": (1, 50),
    "not": (1, 1),
    "if": (3, 3),
    "list": (0, 100),
    "eq": (2, 2),
    "ne": (2, 2),
    "lt": (2, 2),
    "le": (2, 2),
    "gt": (2, 2),
    "ge": (2, 2),
    "has": (2, 2),
    "answered": (1, 1),
    "add": (2, 50),
    "sub": (2, 2),
    "mul": (2, 50),
    "div": (2, 2),
    "round": (1, 2),
    "sum": (1, 2),
    "mean": (1, 2),
    "median": (1, 2),
    "min": (1, 2),
    "max": (1, 2),
    "count": (1, 1),
    "days": (2, 2),
}
OPERATIONS = frozenset(ARITY)
# Operations whose second argument is a plain number, and its upper bound: digits, or how many
# values there must be.
SMALL_NUMBER = {"round": MAX_DIGITS} | dict.fromkeys(
    ("sum", "mean", "median", "min", "max"), MAX_LEAST
)


@dataclasses.dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong in a rule: a stable code and what fills its sentence."""

    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


def arguments(node: dict[str, Any]) -> tuple[str, list[Any]]:
    """The operation and its arguments; one argument may stand without a list."""
    (operation, given), *_ = node.items()
    return operation, given if isinstance(given, list) else [given]


def taken(rule: Any) -> str:
    """The path whose value a rule takes as it is, in either spelling; empty for any other rule."""
    if not isinstance(rule, Mapping) or set(rule) != {"get"}:
        return ""
    path = rule["get"]
    return str(path[0] if isinstance(path, list) and len(path) == 1 else path)


def shape_problems(rule: Any) -> list[RuleProblem]:
    """Everything wrong with the rule as JSON, before its fields are looked at."""
    problems: list[RuleProblem] = []
    nodes = 0
    waiting: list[tuple[Any, int]] = [(rule, 1)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES:
            return [RuleProblem("rule.too_long", {"most": MAX_NODES})]
        if depth > MAX_DEPTH:
            return [RuleProblem("rule.too_deep", {"most": MAX_DEPTH})]
        if isinstance(node, dict):
            problems += _operation_problems(node, depth, waiting)
        else:
            problems += _literal_problems(node)
    return problems


def _operation_problems(
    node: dict[str, Any], depth: int, waiting: list[tuple[Any, int]]
) -> list[RuleProblem]:
    if len(node) != 1:
        return [RuleProblem("rule.one_operation")]
    operation, given = arguments(node)
    if operation not in ARITY:
        return [RuleProblem("rule.unknown_operation", {"operation": str(operation)[:40]})]
    fewest, most = ARITY[operation]
    if not fewest <= len(given) <= most:
        return [RuleProblem("rule.arguments", {"operation": operation, "n": len(given)})]
    if operation == "get":
        return _path_problems(given[0])
    if operation in SMALL_NUMBER and len(given) == 2:
        return _small_number_problems(operation, given, depth, waiting)
    waiting.extend((inner, depth + 1) for inner in given)
    return []


def _small_number_problems(
    operation: str, given: list[Any], depth: int, waiting: list[tuple[Any, int]]
) -> list[RuleProblem]:
    waiting.append((given[0], depth + 1))
    if is_small_number(operation, given[1]):
        return []
    most = SMALL_NUMBER[operation]
    return [RuleProblem("rule.small_number", {"operation": operation, "most": most})]


def is_small_number(operation: str, value: Any) -> bool:
    """Whether this may be the second argument of `round` or of an aggregate."""
    return type(value) is int and 0 <= value <= SMALL_NUMBER[operation]


def _path_problems(path: Any) -> list[RuleProblem]:
    if isinstance(path, str) and len(path) <= 300 and PATH.fullmatch(path):
        return []
    return [RuleProblem("rule.path", {"field": str(path)[:60]})]


def _literal_problems(node: Any) -> list[RuleProblem]:
    if node is None or isinstance(node, bool):
        return []
    if isinstance(node, str):
        return [] if len(node) <= MAX_TEXT else [RuleProblem("rule.long_text", {"most": MAX_TEXT})]
    if isinstance(node, int) and abs(node) <= 10**12:
        return []
    if isinstance(node, float) and math.isfinite(node) and abs(node) <= 1e12:
        return []
    return [RuleProblem("rule.literal")]


def paths(rule: Any) -> Iterator[str]:
    """Every field the rule reads; parts without a sound shape read none."""
    waiting = [rule]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict) or len(node) != 1:
            continue
        operation, given = arguments(node)
        if operation == "get":
            yield str(given[0]) if given else ""
        else:
            waiting.extend(given)
