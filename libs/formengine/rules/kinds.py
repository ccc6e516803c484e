"""Static check of a rule: does every field exist, and do the types fit?"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from libs.formengine.rules.shape import RuleProblem, arguments, shape_problems

NUMERIC = frozenset({"number", "ordinal"})
TEXTUAL = frozenset({"text", "code", "date"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """What a field or rule gives.

    `name`: number, ordinal, text, code (one of `options`), date, yesno, thing (a file, person or
    reference: only `answered` may look at it) or null. `many` marks a list of these; `scale`
    names the scale on which a judgement was given: of an ordinal one these are steps.
    """

    name: str
    many: bool = False
    options: frozenset[str] | None = None
    scale: str | None = None

    @property
    def is_null(self) -> bool:
        return self.name == "null" and not self.many

    @property
    def listed(self) -> Kind:
        return dataclasses.replace(self, many=True)


Fields = Callable[[str], Kind | None]
YESNO = Kind("yesno")
NUMBER = Kind("number")


def check(rule: Any, fields: Fields, *, expects: str | None = None) -> list[RuleProblem]:
    """All problems of a rule. `fields` gives the kind behind a path, or None if there is none.

    `expects` is the kind the place asks for: `yesno` for conditions, `number`, `date`, `code`, or
    None for any.
    """
    problems = shape_problems(rule)
    if problems:
        return problems
    inference = _Inference(fields)
    found = inference.kind(rule)
    if found and expects and not _fits(found, expects):
        inference.problems.append(RuleProblem("rule.expects_" + expects))
    return inference.problems


def infer(rule: Any, fields: Fields) -> Kind | None:
    """The kind of a sound rule's value, or None when it cannot be told."""
    return _Inference(fields).kind(rule) if not shape_problems(rule) else None


def _fits(found: Kind, expects: str) -> bool:
    if found.many:
        return False
    if found.name == "null":
        return True
    return found.name in NUMERIC if expects == "number" else found.name == expects


def _family(kind: Kind) -> str:
    return "number" if kind.name in NUMERIC else "text" if kind.name in TEXTUAL else kind.name


# A step of an ordinal scale stays one beside plain numbers, and somebody's words beside codes.
_STAYS = ("ordinal", "thing", "text")


def _joined(known: list[Kind]) -> Kind | None:
    """The kind of what may be any one of these, whatever the order in which they stand."""
    kept = (kind for name in _STAYS for kind in known if kind.name == name)
    first = next(kept, known[0] if known else None)
    if first is None or first.name in _STAYS:
        return first
    if len({kind.name for kind in known}) > 1:
        return Kind("code" if first.name in TEXTUAL else first.name, first.many)
    options = [kind.options for kind in known]
    return dataclasses.replace(
        first,
        options=None if None in options else frozenset().union(*filter(None, options)),
        scale=first.scale if len({kind.scale for kind in known}) == 1 else None,
    )


class _Inference:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.problems: list[RuleProblem] = []

    def kind(self, node: Any) -> Kind | None:
        if not isinstance(node, dict):
            return _literal_kind(node)
        operation, given = arguments(node)
        if operation == "get":
            return self._field(given[0])
        kinds = [self.kind(inner) for inner in given]
        return _RESULT[operation](self, operation, given, kinds)

    def _field(self, path: str) -> Kind | None:
        found = self.fields(path)
        if found is None:
            self.problems.append(RuleProblem("rule.no_field", {"field": path}))
        return found

    def refuse(self, code: str, operation: str) -> None:
        self.problems.append(RuleProblem(code, {"operation": operation}))

    def conditions(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        if any(kind and not _fits(kind, "yesno") for kind in kinds):
            self.refuse("rule.needs_yesno", operation)
        return YESNO

    def branch(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind | None:
        self.conditions(operation, given[:1], kinds[:1])
        known = [kind for kind in kinds[1:] if kind and not kind.is_null]
        if len(known) == 2 and (_family(known[0]), known[0].many) != (
            _family(known[1]),
            known[1].many,
        ):
            self.refuse("rule.types", operation)
        self._one_scale(operation, known)
        return _joined(known) or Kind("null")

    def listed(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind | None:
        known = [kind for kind in kinds if kind and not kind.is_null]
        if any(kind.many for kind in known) or len({_family(kind) for kind in known}) > 1:
            self.refuse("rule.types", operation)
        self._one_scale(operation, known)
        return (_joined(known) or Kind("null")).listed

    def equality(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        self._comparable(operation, given, kinds)
        return YESNO

    def order(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        self._comparable(operation, given, kinds)
        allowed = NUMERIC | {"date", "null"}
        if any(kind and kind.name not in allowed for kind in kinds):
            self.refuse("rule.no_order", operation)
        return YESNO

    def _comparable(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> None:
        left, right = kinds
        if left is None or right is None:
            return
        if left.many or right.many or "thing" in (left.name, right.name):
            self.refuse("rule.single_values", operation)
        elif "null" in (left.name, right.name):
            return
        elif _family(left) != _family(right):
            self.refuse("rule.types", operation)
        else:
            self._one_scale(operation, [left, right])
            self._option_exists(left, given[1])
            self._option_exists(right, given[0])

    def _one_scale(self, operation: str, kinds: list[Kind]) -> None:
        """The same number is another judgement on another scale."""
        if len({kind.scale for kind in kinds if kind.name == "ordinal" and kind.scale}) > 1:
            self.refuse("rule.other_scale", operation)

    def _option_exists(self, kind: Kind, literal: Any) -> None:
        if isinstance(literal, str) and kind.options is not None and literal not in kind.options:
            self.problems.append(RuleProblem("rule.no_option", {"option": literal[:60]}))

    def membership(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        values, wanted = kinds
        if values and not values.many:
            self.refuse("rule.needs_list", operation)
        if wanted and (wanted.many or wanted.name == "thing"):
            self.refuse("rule.single_values", operation)
        if values and wanted and wanted.name != "null" and _family(values) != _family(wanted):
            self.refuse("rule.types", operation)
        self._one_scale(operation, [kind for kind in kinds if kind])
        if values:
            self._option_exists(values, given[1])
        return YESNO

    def answered(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        return YESNO

    def arithmetic(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        if operation == "round":
            kinds = kinds[:1]
        for kind in kinds:
            if kind and kind.name == "ordinal":
                self.refuse("rule.ordinal", operation)
            elif kind and (kind.many or kind.name not in {"number", "null"}):
                self.refuse("rule.needs_number", operation)
        return NUMBER

    def aggregate(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind | None:
        values = kinds[0]
        if values is None:
            return None
        if not values.many:
            self.refuse("rule.needs_list", operation)
        elif operation in {"sum", "mean"} and values.name == "ordinal":
            self.refuse("rule.ordinal", operation)
        elif values.name not in NUMERIC | {"null"}:
            self.refuse("rule.needs_number", operation)
        if values.name not in NUMERIC or operation == "sum":
            return NUMBER
        return Kind(values.name, scale=values.scale)

    def count(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        if kinds[0] and not kinds[0].many:
            self.refuse("rule.needs_list", operation)
        return NUMBER

    def days(self, operation: str, given: list[Any], kinds: list[Kind | None]) -> Kind:
        if any(kind and (kind.many or kind.name not in {"date", "null"}) for kind in kinds):
            self.refuse("rule.needs_date", operation)
        return NUMBER


def _literal_kind(node: Any) -> Kind:
    if node is None:
        return Kind("null")
    if isinstance(node, bool):
        return YESNO
    if isinstance(node, str):
        # A word of the author, not of who fills the form.
        return Kind("date" if _DATE.fullmatch(node) else "code")
    return NUMBER


_Result = Callable[[_Inference, str, list[Any], list[Kind | None]], Kind | None]
_RESULT: dict[str, _Result] = {
    **dict.fromkeys(("and", "or", "not"), _Inference.conditions),
    "if": _Inference.branch,
    "list": _Inference.listed,
    **dict.fromkeys(("eq", "ne"), _Inference.equality),
    **dict.fromkeys(("lt", "le", "gt", "ge"), _Inference.order),
    "has": _Inference.membership,
    "answered": _Inference.answered,
    **dict.fromkeys(("add", "sub", "mul", "div", "round"), _Inference.arithmetic),
    **dict.fromkeys(("sum", "mean", "median", "min", "max"), _Inference.aggregate),
    "count": _Inference.count,
    "days": _Inference.days,
}
