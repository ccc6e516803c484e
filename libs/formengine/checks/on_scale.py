"""A declared value is one of the scale it is declared on: no other scale's, and no bare number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine.fieldkinds import FieldKinds
from libs.formengine.items import Repeat
from libs.formengine.model import Definition, Emit, Scale
from libs.formengine.problems import Problem
from libs.formengine.rules import infer
from libs.formengine.rules.shape import arguments

# What gives one of the values that it is given, and with these the place where they stand.
_PASSING: Mapping[str, slice] = {"if": slice(1, None), "list": slice(None)} | dict.fromkeys(
    ("median", "min", "max"), slice(1)
)


def problems(definition: Definition) -> Iterator[Problem]:
    """Values that may come out, branch by branch, and do not belong. Rules are sound by now."""
    whole = FieldKinds(definition)
    for declared in definition.emit:
        scale = definition.scales.get(declared.scale or "")
        if scale is None:
            continue
        rows = definition.by_key.get(declared.each or "")
        inside = {one.key: one for one in rows.items} if isinstance(rows, Repeat) else None
        fields = FieldKinds(definition, inside) if inside else whole
        for rule in measured(declared):
            found_in = leaves(rule, fields, whole, set())
            found = (_fault(scale, leaf, read) for leaf, read in found_in)
            # The first says what to mend; the others would mostly say it again.
            fault = next((one for one in found if one), None)
            if fault:
                yield Problem(f"emit/{declared.key}", *fault)


def measured(declared: Emit) -> list[Any]:
    """The rules whose values stand on the declared scale: a decision may tell its `level` so."""
    level = declared.fields.get("level") if declared.kind == "decision" else None
    return [rule for rule in (declared.value, level) if rule is not None]


def leaves(
    rule: Any, fields: FieldKinds, whole: FieldKinds, seen: set[str]
) -> Iterator[tuple[Any, FieldKinds]]:
    """The parts of which one is the value of the rule, those of the scores it uses included.

    A score reads the whole form, also where the rule reads a row; each is looked at once.
    """
    operation, given = arguments(rule) if isinstance(rule, dict) else ("", [])
    if operation == "get" and fields.is_score(given[0]):
        if given[0] not in seen:
            seen.add(given[0])
            yield from leaves(whole.definition.computed[given[0]], whole, whole, seen)
    elif operation in _PASSING:
        for inner in given[_PASSING[operation]]:
            yield from leaves(inner, fields, whole, seen)
    else:
        yield rule, fields


def _fault(scale: Scale, leaf: Any, fields: FieldKinds) -> tuple[str, dict[str, Any]] | None:
    kind = infer(leaf, fields)
    if leaf is None or kind is None or kind.is_null:
        return None
    if not isinstance(leaf, dict):
        wrong = not scale.spans(leaf)
        return ("emit.off_scale", {"value": leaf, "scale": scale.name}) if wrong else None
    if kind.scale is not None and kind.scale != scale.name:
        return "emit.other_scale", {"scale": scale.name, "other": kind.scale}
    if kind.scale is None and scale.is_ordinal:
        return "emit.no_step", {"scale": scale.name}
    return None
