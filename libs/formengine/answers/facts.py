"""What a rule sees of the answers: the own ones, those of ended stages, the context, the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from libs.formengine.answers.reading import is_empty, read
from libs.formengine.answers.settling import settled
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.rules import RuleError, evaluate, truth

Answers = Mapping[str, Any]
ByStage = Mapping[str, Sequence[Answers]]
NONE: Answers = {}


class Facts:
    """Answers behind the paths of the rule language; works out each path once.

    `own` holds the answers of the contribution at hand, `by_stage` those of ended stages in role
    order. A hidden item counts as unanswered. Used for one evaluation, then thrown away.
    """

    def __init__(
        self,
        definition: Definition,
        *,
        own: Answers = NONE,
        stage: str | None = None,
        role: str | None = None,
        by_stage: ByStage | None = None,
        context: Answers | None = None,
    ) -> None:
        self.definition = definition
        self.own = own
        self.by_stage = by_stage or {}
        self.context = context or {}
        mine = definition.fillable(stage, role) if stage and role else ()
        self.mine = frozenset(item.key for item in mine)
        self._settled: dict[tuple[int, frozenset[str]], Any] = {}
        self._known: dict[str, Any] = {}
        self._shown: dict[str, bool] = {}

    def get(self, path: str) -> Any:
        if path not in self._known:
            self._known[path] = None  # A definition's rules have no circles; this makes sure.
            self._known[path] = self._read(path)
        return self._known[path]

    def holds(self, rule: Any) -> bool:
        return truth(rule, self, ordinal=self.definition.ordinal)

    def value(self, rule: Any) -> Any:
        """The value of a rule, None where types do not fit."""
        try:
            return evaluate(rule, self, ordinal=self.definition.ordinal)
        except RuleError:
            return None

    def settled(self, rule: Any, own: frozenset[str]) -> Any:
        """A rule of a row with these items of its own, but for what is the same in every row."""
        known = (id(rule), own)
        if known not in self._settled:
            self._settled[known] = settled(rule, self, own, self.definition.ordinal)
        return self._settled[known]

    def is_shown(self, item: Item) -> bool:
        if item.show is None:
            return True
        if item.key not in self._shown:
            self._shown[item.key] = True
            self._shown[item.key] = self.holds(item.show)
        return self._shown[item.key]

    def _read(self, path: str) -> Any:
        head, _, rest = path.partition(".")
        if head == "context":
            found = self.context.get(rest)
            return found if isinstance(found, str) else None
        item = self.definition.by_key.get(head)
        if item is not None:
            return read(item, self._raw(item), rest)
        if head in self.definition.computed:
            return self.value(self.definition.computed[head])
        return self._over_stage(head, rest)

    def _raw(self, item: Item) -> Any:
        if item.key in self.mine:
            return self.own.get(item.key) if self.is_shown(item) else None
        for stage in reversed(self.definition.stages):
            for answers in reversed(self.by_stage.get(stage.id, ())):
                if not is_empty(answers.get(item.key)):
                    return answers[item.key]
        return None

    def _over_stage(self, stage: str, path: str) -> list[Any]:
        head, _, rest = path.partition(".")
        item = self.definition.by_key.get(head)
        if item is None:
            return []
        found: list[Any] = []
        for answers in self.by_stage.get(stage, ()):
            value = read(item, answers.get(head), rest)
            found.extend(value if isinstance(value, list) else [value])
        known = self.definition.by_stage.get(stage)
        if known and known.anonymous:
            found.sort(key=lambda one: (one is None, str(type(one)), str(one)))
        return found


class RowFacts:
    """Facts inside one row of a repeat: its own items first, then the form's."""

    def __init__(self, row: Answers, items: Mapping[str, Item], outer: Facts) -> None:
        self.row, self.items, self.outer = row, items, outer
        self._own = frozenset(items)

    def get(self, path: str) -> Any:
        head, _, rest = path.partition(".")
        if head in self.items:
            return read(self.items[head], self.row.get(head), rest)
        return self.outer.get(path)

    def holds(self, rule: Any) -> bool:
        settled = self.outer.settled(rule, self._own)
        return truth(settled, self, ordinal=self.outer.definition.ordinal)

    def value(self, rule: Any) -> Any:
        try:
            settled = self.outer.settled(rule, self._own)
            return evaluate(settled, self, ordinal=self.outer.definition.ordinal)
        except RuleError:
            return None

    def is_shown(self, item: Item) -> bool:
        return item.show is None or self.holds(item.show)
