"""Evaluation: total, typed, the same in every language that implements it.

Numbers are IEEE doubles. Null (unanswered, not observed) propagates; `and`, `or` and `not` follow
Kleene's three-valued logic; a null condition of `if` takes the else branch. The aggregates leave
nulls out and are null when fewer than `at_least` values (default 1) remain.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Container, Sequence
from typing import Any, Protocol

from libs.formengine.rules.shape import (
    ARITY,
    MAX_DEPTH,
    SMALL_NUMBER,
    arguments,
    is_small_number,
    paths,
)

_LARGEST = 1e300  # The double, as in the browser: the whole number is a little less.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Facts(Protocol):
    """Where `get` reads: a dict from path to value, or something that works one out."""

    def get(self, path: str, /) -> Any: ...


class RuleError(Exception):
    """The rule compares or computes what does not belong together. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def evaluate(rule: Any, answers: Facts, *, ordinal: Container[str] = frozenset()) -> Any:
    """The value of a rule: None, bool, int, float, str or a list of these.

    `answers` gives the value of each path; `ordinal` holds the paths whose values are steps of an
    ordinal scale (an even median over these is the lower of the middle two). Raises RuleError
    for values of the wrong type; a division by zero and an overflow are None.
    """
    return _tidy(_Evaluation(answers, ordinal).value(rule, 1))


def truth(rule: Any, answers: Facts, *, ordinal: Container[str] = frozenset()) -> bool:
    """Whether a condition holds. Null and errors count as false."""
    try:
        return evaluate(rule, answers, ordinal=ordinal) is True
    except RuleError:
        return False


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(inner) for inner in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value


class _Evaluation:
    def __init__(self, answers: Facts, ordinal: Container[str]) -> None:
        self.answers = answers
        self.ordinal = ordinal

    def value(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise RuleError("shape")
        if not isinstance(node, dict):
            if isinstance(node, list):
                raise RuleError("shape")
            return node
        operation, given = _sound(node)
        if operation == "get":
            return _known(self.answers.get(given[0]))
        lazy = _LAZY.get(operation)
        if lazy:
            return lazy(self, given, depth + 1)
        if operation == "median":
            return _median(self._all(given, depth + 1), self._is_ordinal(given[0]))
        return _EAGER[operation](self._all(given, depth + 1))

    def _all(self, given: Sequence[Any], depth: int) -> list[Any]:
        return [self.value(inner, depth) for inner in given]

    def _is_ordinal(self, node: Any) -> bool:
        return any(path in self.ordinal for path in paths(node))

    def condition(self, node: Any, depth: int) -> bool | None:
        return _condition(self.value(node, depth))

    def conjunction(self, given: list[Any], depth: int) -> bool | None:
        found = [self.condition(inner, depth) for inner in given]
        return False if False in found else None if None in found else True

    def disjunction(self, given: list[Any], depth: int) -> bool | None:
        found = [self.condition(inner, depth) for inner in given]
        return True if True in found else None if None in found else False

    def branch(self, given: list[Any], depth: int) -> Any:
        return self.value(given[1] if self.condition(given[0], depth) else given[2], depth)


def _sound(node: dict[str, Any]) -> tuple[str, list[Any]]:
    """The parts of an operation; a rule that was never checked fails here and nowhere else."""
    if len(node) != 1:
        raise RuleError("shape")
    operation, given = arguments(node)
    fewest, most = ARITY.get(operation, (1, 0))
    if not fewest <= len(given) <= most:
        raise RuleError("shape")
    if operation == "get" and not isinstance(given[0], str):
        raise RuleError("shape")
    is_bounded = operation in SMALL_NUMBER and len(given) == 2
    if is_bounded and not is_small_number(operation, given[1]):
        raise RuleError("shape")
    return operation, given


def _condition(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise RuleError("condition")


def _known(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_known(inner) for inner in value]
    raise RuleError("field")


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "yesno"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    raise RuleError("types")


def _pair(given: Sequence[Any]) -> tuple[Any, Any] | None:
    left, right = given
    if left is None or right is None:
        return None
    if _kind(left) != _kind(right):
        raise RuleError("types")
    return left, right


def _equal(given: Sequence[Any]) -> bool | None:
    pair = _pair(given)
    return None if pair is None else pair[0] == pair[1]


def _unequal(given: Sequence[Any]) -> bool | None:
    pair = _pair(given)
    return None if pair is None else pair[0] != pair[1]


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Sequence[Any]], bool | None]:
    def compared(given: Sequence[Any]) -> bool | None:
        pair = _pair(given)
        if pair is None:
            return None
        if isinstance(pair[0], bool):
            raise RuleError("types")
        if isinstance(pair[0], str):
            # Only dates have an order: the order of other texts differs between languages.
            return compare(_day(pair[0]), _day(pair[1]))
        return compare(*pair)

    return compared


def _day(text: Any) -> int:
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise RuleError("date")
    try:
        return dt.date.fromisoformat(text).toordinal()
    except ValueError:
        raise RuleError("date") from None


def _days(given: Sequence[Any]) -> int | None:
    if None in given:
        return None
    return _day(given[1]) - _day(given[0])


def _has(given: Sequence[Any]) -> bool | None:
    values, wanted = given
    if values is None or wanted is None:
        return None
    if not isinstance(values, list):
        raise RuleError("list")
    kind = _kind(wanted)
    return any(v is not None and _kind(v) == kind and v == wanted for v in values)


def _answered(given: Sequence[Any]) -> bool:
    value = given[0]
    if isinstance(value, list):
        return any(inner is not None for inner in value)
    return value is not None and value != ""


def _negation(given: Sequence[Any]) -> bool | None:
    value = _condition(given[0])
    return None if value is None else not value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError("number")
    if abs(value) > _LARGEST:
        raise RuleError("number")
    return float(value)


def _arithmetic(step: Callable[[float, float], float | None]) -> Callable[[Sequence[Any]], Any]:
    def computed(given: Sequence[Any]) -> float | None:
        numbers = [None if value is None else _number(value) for value in given]
        result = numbers[0]
        for number in numbers[1:]:
            if result is None or number is None:
                return None
            result = step(result, number)
        return result if result is None or math.isfinite(result) else None

    return computed


def _divided(left: float, right: float) -> float | None:
    return None if right == 0 else left / right


def _rounded(given: Sequence[Any]) -> float | None:
    if given[0] is None:
        return None
    number, digits = _number(given[0]), given[1] if len(given) > 1 else 0
    factor = 10.0**digits
    # Half away from zero, with exactly these double operations in every implementation.
    size = abs(number) * factor + 0.5
    return math.copysign(math.floor(size) / factor, number) if math.isfinite(size) else None


def _numbers(given: Sequence[Any]) -> list[float] | None:
    """The numbers of a list without the nulls; None when there are fewer than asked for."""
    values = given[0]
    if values is None:
        values = []
    if not isinstance(values, list):
        raise RuleError("list")
    numbers = [_number(value) for value in values if value is not None]
    fewest = max(1, int(given[1])) if len(given) > 1 else 1
    return numbers if len(numbers) >= fewest else None


def _sum(given: Sequence[Any]) -> float | None:
    numbers = _numbers(given)
    if numbers is None:
        return None
    total = 0.0
    for number in numbers:  # Left to right: the built-in sum compensates in newer Pythons.
        total += number
    return total


def _mean(given: Sequence[Any]) -> float | None:
    total, numbers = _sum(given), _numbers(given)
    return None if total is None or not numbers else total / len(numbers)


def _median(given: Sequence[Any], ordinal: bool) -> float | None:
    numbers = _numbers(given)
    if numbers is None:
        return None
    ranked = sorted(numbers)
    upper = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[upper]
    return ranked[upper - 1] if ordinal else (ranked[upper - 1] + ranked[upper]) / 2


def _least(given: Sequence[Any]) -> float | None:
    numbers = _numbers(given)
    return None if numbers is None else min(numbers)


def _most(given: Sequence[Any]) -> float | None:
    numbers = _numbers(given)
    return None if numbers is None else max(numbers)


def _count(given: Sequence[Any]) -> int:
    if given[0] is not None and not isinstance(given[0], list):
        raise RuleError("list")
    return sum(1 for value in given[0] or () if value is not None)


def _listed(given: Sequence[Any]) -> list[Any]:
    if any(isinstance(value, list) for value in given):
        raise RuleError("list")
    return list(given)


_LAZY: dict[str, Callable[[_Evaluation, list[Any], int], Any]] = {
    "and": _Evaluation.conjunction,
    "or": _Evaluation.disjunction,
    "if": _Evaluation.branch,
}
_EAGER: dict[str, Callable[[Sequence[Any]], Any]] = {
    "not": _negation,
    "list": _listed,
    "eq": _equal,
    "ne": _unequal,
    "lt": _ordered(lambda a, b: a < b),
    "le": _ordered(lambda a, b: a <= b),
    "gt": _ordered(lambda a, b: a > b),
    "ge": _ordered(lambda a, b: a >= b),
    "has": _has,
    "answered": _answered,
    "add": _arithmetic(lambda a, b: a + b),
    "sub": _arithmetic(lambda a, b: a - b),
    "mul": _arithmetic(lambda a, b: a * b),
    "div": _arithmetic(_divided),
    "round": _rounded,
    "sum": _sum,
    "mean": _mean,
    "min": _least,
    "max": _most,
    "count": _count,
    "days": _days,
}
