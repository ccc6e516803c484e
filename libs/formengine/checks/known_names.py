"""Fields that the portfolio knows by name hold what it makes of them: days, numbers, its own words.

Of other names it keeps whatever a rule gives; of these it could make nothing, and a Send that all
answers were ready for would give no goal, registration or decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.checks.on_scale import leaves
from libs.formengine.fieldkinds import FieldKinds
from libs.formengine.items import Item
from libs.formengine.model import Definition, Emit
from libs.formengine.problems import Problem
from libs.formengine.rules import infer
from libs.formengine.shapes.fields import is_day

Words = frozenset[str]

# How long a decision may be valid, in months: fifty years.
MOST_MONTHS = 600
# Kind of emission and name -> the kind that its rule gives.
EXPECTED: dict[tuple[str, str], str] = {
    ("goal", "due_on"): "date",
    ("goal", "state"): "code",
    ("registration", "on"): "date",
    ("registration", "hours"): "number",
    ("registration", "state"): "code",
    ("flag", "due_on"): "date",
    ("decision", "light"): "code",
    ("decision", "level"): "number",
    ("decision", "advice"): "yesno",
    ("decision", "valid_from"): "date",
    ("decision", "valid_until"): "date",
    ("decision", "valid_months"): "number",
}
WORDS: dict[tuple[str, str], Words] = {
    ("goal", "state"): frozenset({"open", "met", "partly", "dropped"}),
    ("registration", "state"): frozenset({"registered", "approved", "returned"}),
    ("decision", "light"): frozenset({"go", "care", "stop"}),
}


def expected(declared: Emit, name: str) -> str | None:
    """The kind of value that the portfolio makes something of under this name; None: any."""
    return EXPECTED.get((declared.kind, name))


def problems(definition: Definition) -> Iterator[Problem]:
    """What may come out of a rule of the right kind, branch by branch. Rules are sound by now."""
    whole = FieldKinds(definition)
    for declared in definition.emit:
        rows = definition.by_key.get(declared.each or "")
        inside = {one.key: one for one in rows.items} if isinstance(rows, kinds.Repeat) else {}
        fields = FieldKinds(definition, inside) if inside else whole
        for name, rule in declared.fields.items():
            if expected(declared, name):
                found = (
                    _fault(declared, name, leaf, read)
                    for leaf, read in leaves(rule, fields, whole, set())
                )
                if fault := next((one for one in found if one), None):
                    yield Problem(f"emit/{declared.key}/{name}", *fault)


def _fault(
    declared: Emit, name: str, leaf: Any, fields: FieldKinds
) -> tuple[str, dict[str, Any]] | None:
    words = WORDS.get((declared.kind, name))
    if expected(declared, name) == "date" and isinstance(leaf, str) and not is_day(leaf):
        return "rule.expects_date", {}
    if words is not None and not _gives_one_of(words, leaf, fields):
        return "emit.known_words", {"words": ", ".join(sorted(words))}
    if name == "valid_months" and not _is_in_months(leaf, fields):
        return "emit.months", {"most": MOST_MONTHS}
    return None


def _gives_one_of(words: Words, leaf: Any, fields: FieldKinds) -> bool:
    """A word that is written out is one of them; of a choice, one of its options at least."""
    if isinstance(leaf, str):
        return leaf in words
    kind = infer(leaf, fields)
    return kind is None or kind.options is None or bool(kind.options & words)


def _is_in_months(leaf: Any, fields: FieldKinds) -> bool:
    """What is worked out is looked at when it is sent."""
    if isinstance(leaf, int | float) and not isinstance(leaf, bool):
        return leaf == int(leaf) and 1 <= leaf <= MOST_MONTHS
    item = _asked(leaf, fields)
    if not isinstance(item, kinds.Number):
        return True
    least, most = item.min or 0, item.max or MOST_MONTHS + 1
    return item.decimals == 0 and least >= 1 and most <= MOST_MONTHS


def _asked(leaf: Any, fields: FieldKinds) -> Item | None:
    path = leaf.get("get") if isinstance(leaf, dict) else None
    path = path[0] if isinstance(path, list) and len(path) == 1 else path
    if not isinstance(path, str):
        return None
    return fields.row.get(path) or fields.definition.by_key.get(path)
