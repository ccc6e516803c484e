"""What stands behind a rule's path: `trust`, `skills.*`, `goals.*.what`, `assess.trust`, ..."""

from __future__ import annotations

from collections.abc import Mapping

from libs.formengine import items as kinds
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.rules import Kind, infer

CONTEXT = {
    "encounter_date": Kind("date"),
    "place": Kind("text"),
    "placement": Kind("text"),
}
THING = Kind("thing")
_SIMPLE = {"text": Kind("text"), "number": Kind("number"), "date": Kind("date")} | {
    "yesno": Kind("yesno")
}


class FieldKinds:
    """Gives the Kind of a path within one definition; `row` holds a repeat's own items."""

    def __init__(self, definition: Definition, row: Mapping[str, Item] | None = None) -> None:
        self.definition = definition
        self.row = row or {}
        self._known: dict[str, Kind | None] = {}

    def __call__(self, path: str) -> Kind | None:
        head, _, rest = path.partition(".")
        if head == "context":
            return CONTEXT.get(rest)
        if head in self.row:
            return self._item(self.row[head], rest)
        if head in self.definition.by_key:
            return self._item(self.definition.by_key[head], rest)
        if head in self.definition.computed:
            return self._computed(head) if not rest else None
        if head in self.definition.by_stage and rest:
            return self._over_stage(rest)
        return None

    def is_score(self, path: str) -> bool:
        """Whether a computed score stands behind the path, and no item of its name."""
        named = path in self.row or path in self.definition.by_key
        return path in self.definition.computed and not named

    def _over_stage(self, path: str) -> Kind | None:
        head, _, rest = path.partition(".")
        item = self.definition.by_key.get(head)
        found = self._item(item, rest) if item else None
        return found.listed if found else None

    def _computed(self, name: str) -> Kind | None:
        if name not in self._known:
            self._known[name] = None
            self._known[name] = infer(self.definition.computed[name], self)
        return self._known[name]

    def _item(self, item: Item, rest: str) -> Kind | None:
        if isinstance(item, kinds.Rubric):
            return self._rubric(item, rest)
        if isinstance(item, kinds.Checklist):
            return _checklist(item, rest)
        if isinstance(item, kinds.Repeat):
            return self._repeat(item, rest)
        return None if rest else self.single(item)

    def single(self, item: Item) -> Kind | None:
        """The kind of an item's own value."""
        if item.type in _SIMPLE:
            return _SIMPLE[item.type]
        if isinstance(item, kinds.Choice):
            other = frozenset({"other"}) if item.other else frozenset()
            return Kind("code", item.many, item.values | other)
        if isinstance(item, kinds.Judgement):
            return self._scale(item.scale)
        if isinstance(item, kinds.OutcomePick):
            return Kind("code", item.many)
        return None if item.type in kinds.CONTENT_ONLY else THING

    def _scale(self, name: str) -> Kind:
        scale = self.definition.scales.get(name)
        if scale is None or scale.is_ordinal:
            return Kind("ordinal", scale=name)
        return Kind("number", scale=name)

    def _rubric(self, item: kinds.Rubric, rest: str) -> Kind | None:
        kind = self._scale(item.scale)
        if rest == "*":
            return kind.listed
        if any(row.key == rest for row in item.rows):
            return kind
        return None if rest else THING

    def _repeat(self, item: kinds.Repeat, rest: str) -> Kind | None:
        if not rest:
            return THING
        star, _, column = rest.partition(".")
        inner = next((one for one in item.items if one.key == column), None)
        found = self.single(inner) if star == "*" and inner else None
        return found.listed if found else None


def _checklist(item: kinds.Checklist, rest: str) -> Kind | None:
    if rest in ("points", "max"):
        return Kind("number")
    if rest == "critical_ok":
        return Kind("yesno")
    row = next((row for row in item.rows if row.key == rest), None)
    if row:
        return Kind("yesno" if row.points == 1 else "number")
    return None if rest else THING
